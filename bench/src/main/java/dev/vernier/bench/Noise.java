package dev.vernier.bench;

import dev.vernier.data.Dataset;
import dev.vernier.data.Sample;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Random;

/// Images of seeded noise.
///
/// @param shape `[c, h, w]`
record Noise(Shape shape, int size) implements Dataset {
    @Override
    public String name() {
        return "noise " + shape;
    }

    @Override
    public Sample sample(int index) {
        byte[] pixels = new byte[shape.elementCount()];
        new Random(index).nextBytes(pixels);
        return new Sample(Tensor.ofU8(shape, pixels), 0);
    }

    @Override
    public List<String> labels() {
        return List.of();
    }
}
