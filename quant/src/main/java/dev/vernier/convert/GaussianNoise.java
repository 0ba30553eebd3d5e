package dev.vernier.convert;

import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.data.Sample;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Samples where only their shape matters: normally distributed numbers with mean 0 and standard deviation 1.
///
/// @param shape of one sample, without the batch axis
/// @param seed of the first sample; each has its own
public record GaussianNoise(Shape shape, int size, long seed) implements Dataset {
    @Override
    public String name() {
        return "noise " + shape;
    }

    @Override
    public Sample sample(int index) {
        Random random = new Random(seed + index);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Sample(Tensor.of(shape, values), Sample.UNLABELLED);
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public Optional<Layout> layout() {
        return Optional.empty();
    }
}
