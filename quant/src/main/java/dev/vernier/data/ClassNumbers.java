package dev.vernier.data;

import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/// The classes that an array of labels or targets names, where it does: whole numbers from 0, `[n]` or `[n, 1]`, of any type,
/// or one-hot rows `[n, classes]`.
final class ClassNumbers {
    private ClassNumbers() {}

    /// The class of each row; empty where one of them names none.
    static Optional<Labels> of(Tensor y) {
        int n = y.shape().size(0);
        int width = n == 0 ? 0 : y.size() / n;
        if (y.shape().rank() > 2 || width == 0) {
            return Optional.empty();
        }
        int[] classes = IntStream.range(0, n).map(row -> width == 1 ? number(y, row) : hot(y, row, width))
                .takeWhile(label -> label >= 0).toArray();
        return classes.length == n ? Optional.of(Labels.of(n, row -> classes[row])) : Optional.empty();
    }

    private static int number(Tensor y, int row) {
        double value = y.doubleAt(row);
        return value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value) ? (int) value : -1;
    }

    private static int hot(Tensor y, int row, int width) {
        int hot = -1;
        for (int i = 0; i < width; i++) {
            double value = y.doubleAt(row * width + i);
            if (value != 0 && (value != 1 || hot >= 0)) {
                return -1;
            }
            hot = value == 1 ? i : hot;
        }
        return hot;
    }
}
