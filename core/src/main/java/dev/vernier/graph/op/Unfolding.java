package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;

/// How a convolution of integers becomes products of matrices: for each group, the values below each input channel and tap
/// as a column with one element for each output position. Samples with few outputs lie side by side, so that columns are
/// long.
record Unfolding(WindowPositions taps, Shape input, int groups) {
    private static final int COLUMN = 512;

    static Unfolding of(Window window, int groups, Shape input) {
        return new Unfolding(WindowPositions.of(window, input, false), input, groups);
    }

    /// One group of some samples.
    @FunctionalInterface
    interface Block {
        /// @param first the first of `samples` samples
        /// @param columns for each channel of the group each tap; in each, at least as many elements as there are outputs of
        ///     all samples
        void accept(int group, int first, int samples, int[][] columns);
    }

    /// How many outputs a sample has in each channel.
    int outputs() {
        return taps.outputs();
    }

    /// @param values of the whole input
    /// @param padding the value of the padding
    void forEach(int[] values, int padding, Block block) {
        int channels = input.size(1) / groups;
        int plane = input.count(2, input.rank());
        int most = Math.clamp(COLUMN / Math.max(outputs(), 1), 1, Math.max(input.size(0), 1));
        int[][] columns = new int[channels * taps.count()][most * outputs()];
        for (int first = 0; first < input.size(0); first += most) {
            int samples = Math.min(most, input.size(0) - first);
            for (int group = 0; group < groups; group++) {
                for (int i = 0; i < samples * channels; i++) {
                    int channel = (first + i / channels) * input.size(1) + group * channels + i % channels;
                    taps.gather(values, channel * plane, padding, columns, i % channels * taps.count(),
                            i / channels * outputs());
                }
                block.accept(group, first, samples, columns);
            }
        }
    }
}
