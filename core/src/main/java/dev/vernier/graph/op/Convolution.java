package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import java.util.Arrays;
import java.util.stream.Stream;

/// What the convolutions share: how an input `[n, c, spatial...]` and weights `[m, c / groups, kernel...]` fit, and the
/// sums of their products.
record Convolution(Window window, int groups) {
    Convolution {
        if (groups < 1) {
            throw new IllegalArgumentException("groups = " + groups + ", needed at least 1");
        }
    }

    /// @param others the names of attributes that are not of the convolution alone
    static Convolution from(Attributes attributes, String... others) {
        attributes.only(Window.names(Stream.concat(Stream.of("groups"), Stream.of(others)).toArray(String[]::new)));
        return new Convolution(Window.from(attributes), attributes.integer("groups", 1));
    }

    Attributes attributes() {
        Attributes attributes = window.attributes();
        return groups == 1 ? attributes : attributes.with("groups", groups);
    }

    /// The output's shape.
    ///
    /// @throws IllegalArgumentException where input and weights do not fit
    Shape shape(Shape input, Shape weight) {
        Shape output = WindowPositions.outputShape(window, input, false);
        if (weight.rank() != input.rank()) {
            throw new IllegalArgumentException("weight " + weight + ", needed rank " + input.rank());
        }
        if (input.size(1) != weight.size(1) * groups) {
            throw new IllegalArgumentException("input has " + input.size(1) + " channels, weight " + weight
                    + " with groups = " + groups + " needs " + weight.size(1) * groups);
        }
        if (weight.size(0) % groups != 0) {
            throw new IllegalArgumentException(
                    "weight " + weight + " with groups = " + groups
                            + ", needed output channels that divide into groups");
        }
        for (int axis = 0; axis < window.spatialRank(); axis++) {
            if (weight.size(axis + 2) != window.kernel().get(axis)) {
                throw new IllegalArgumentException("weight " + weight + ", needed kernel " + window.kernel());
            }
        }
        return output.with(1, weight.size(0));
    }

    /// How many products each sum has.
    static int terms(Shape weight) {
        return weight.count(1, weight.rank());
    }

    /// The sums in float32, the products added to the bias in the order of channels and taps.
    ///
    /// @param bias one for each output channel
    float[] sums(float[] input, Shape inputShape, float[] weight, Shape weightShape, float[] bias) {
        WindowPositions taps = WindowPositions.of(window, inputShape, false);
        int inputSize = inputShape.count(2, inputShape.rank());
        int terms = terms(weightShape);
        int channels = weightShape.size(0) / groups;
        float[] output = new float[shape(inputShape, weightShape).elementCount()];
        float[][] columns = new float[terms][taps.outputs()];
        float[] sums = new float[taps.outputs()];
        for (int block = 0; block < inputShape.size(0) * groups; block++) {
            for (int c = 0; c < weightShape.size(1); c++) {
                taps.gather(input, (block * weightShape.size(1) + c) * inputSize, columns, c * taps.count());
            }
            for (int m = 0; m < channels; m++) {
                int channel = block % groups * channels + m;
                Arrays.fill(sums, bias[channel]);
                Matrices.add(weight, channel * terms, columns, sums);
                System.arraycopy(sums, 0, output, (block * channels + m) * sums.length, sums.length);
            }
        }
        return output;
    }

    /// The sums in int32.
    int[] sums(int[] input, Shape inputShape, int[] weight, Shape weightShape) {
        int terms = terms(weightShape);
        int channels = weightShape.size(0) / groups;
        int[] output = new int[shape(inputShape, weightShape).elementCount()];
        Unfolding unfolding = Unfolding.of(window, groups, inputShape);
        unfolding.forEach(input, 0, (group, first, samples, columns) -> {
            int outputs = unfolding.outputs();
            int[] sums = new int[samples * outputs];
            for (int channel = group * channels; channel < (group + 1) * channels; channel++) {
                Arrays.fill(sums, 0);
                Matrices.add(weight, channel * terms, columns, sums);
                for (int i = 0; i < samples; i++) {
                    int to = ((first + i) * weightShape.size(0) + channel) * outputs;
                    System.arraycopy(sums, i * outputs, output, to, outputs);
                }
            }
        });
        return output;
    }
}
