package dev.vernier.convert;

import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.data.ModelInput;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Sample;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Samples where only their shape matters: normally distributed numbers with mean 0 and standard deviation 1. Whole numbers
/// and truth values are all 1, as a word, a mask or a length may be.
///
/// @param inputs of the model that they are for
/// @param seed of the first sample; each has its own
public record GaussianNoise(ModelInputs inputs, int size, long seed) implements Dataset {
    @Override
    public String name() {
        return "noise " + inputs.main().sample();
    }

    @Override
    public Sample sample(int index) {
        Random random = new Random(seed + index);
        Tensor main = drawn(inputs.main(), random);
        Map<String, Tensor> further = new LinkedHashMap<>();
        inputs.further().forEach(input -> further.put(input.name(), drawn(input, random)));
        return new Sample(main, Sample.UNLABELLED, Optional.empty(), further);
    }

    private static Tensor drawn(ModelInput input, Random random) {
        Shape shape = input.sample();
        DType type = input.dtype();
        if (!type.isFloat()) {
            long[] ones = new long[shape.elementCount()];
            Arrays.fill(ones, 1);
            return Tensor.ofLongs(type, shape, ones);
        }
        double[] values = new double[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return type == DType.F64 ? Tensor.ofF64(shape, values) : Tensor.of(shape, rounded(values));
    }

    private static float[] rounded(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
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
