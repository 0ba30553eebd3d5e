package dev.vernier.audit.metric;

import dev.vernier.data.Batch;
import dev.vernier.tensor.Tensor;
import java.util.function.IntToDoubleFunction;

/// The numbers that a model gave to the first samples of a data set, a row of float32 for each. Batches may come in any order
/// and on several threads, since each has its own place.
final class OutputRows {
    private final int width;
    private final float[] numbers;

    /// @param n how many samples
    /// @param width numbers for a sample
    OutputRows(int n, int width) {
        this.width = width;
        this.numbers = new float[Math.multiplyExact(n, width)];
    }

    /// @param given `[n, ...]`, `width` numbers for each sample of the batch; those beyond the first samples are let go
    void put(Batch batch, Tensor given) {
        int end = Math.min(numbers.length, (batch.first() + batch.size()) * width);
        for (int i = batch.first() * width; i < end; i++) {
            numbers[i] = (float) given.doubleAt(i - batch.first() * width);
        }
    }

    int n() {
        return numbers.length / Math.max(1, width);
    }

    double[] row(int sample) {
        return row(sample, width, i -> numbers[i]);
    }

    /// The numbers of one sample of a batch.
    static double[] row(Tensor given, int sample, int width) {
        return row(sample, width, given::doubleAt);
    }

    private static double[] row(int sample, int width, IntToDoubleFunction number) {
        double[] row = new double[width];
        for (int c = 0; c < width; c++) {
            row[c] = number.applyAsDouble(sample * width + c);
        }
        return row;
    }
}
