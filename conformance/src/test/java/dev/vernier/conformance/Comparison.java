package dev.vernier.conformance;

import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Set;

/// Whether an output is the published one. Integers, and floats that are only moved or selected, must be equal.
/// Computed floats may differ by the rounding of a float32 sum: published values come from another order of additions,
/// some of them in float64. 1e-5 of the value is 84 ulps; 1e-6 absolute covers sums of terms around 1 that cancel.
final class Comparison {
    private static final double RELATIVE = 1e-5;
    private static final double ABSOLUTE = 1e-6;

    private static final Set<String> EXACT =
            Set.of("Concat", "Flatten", "Reshape", "Transpose", "Slice", "Pad", "Squeeze",
                    "Unsqueeze", "Gather", "Identity", "Dropout", "Expand", "Constant", "ConstantOfShape", "Shape",
                    "Relu", "MaxPool",
                    "GlobalMaxPool", "Clip", "Cast", "CastLike", "DequantizeLinear");

    /// Published with four decimals.
    private static final Set<String> ROUNDED = Set.of("averagepool_2d_ceil_last_window_starts_on_pad");
    private static final double LAST_DECIMAL = 1e-4;

    private Comparison() {}

    /// @throws AssertionError naming the first difference
    static void compare(Case published, List<Tensor> expected, List<Tensor> actual) {
        for (int i = 0; i < expected.size(); i++) {
            compare(published, expected.get(i), actual.get(i));
        }
    }

    private static void compare(Case published, Tensor expected, Tensor actual) {
        if (actual == null || expected.dtype() != actual.dtype() || !expected.shape().equals(actual.shape())) {
            throw new AssertionError("gives " + actual + ", published " + expected);
        }
        boolean exact = !expected.dtype().isFloat() || EXACT.containsAll(published.operators());
        double absolute = ROUNDED.contains(published.name()) ? LAST_DECIMAL : ABSOLUTE;
        for (int i = 0; i < expected.size(); i++) {
            if (exact ? !same(expected, actual, i) : !close(expected.doubleAt(i), actual.doubleAt(i), absolute)) {
                throw new AssertionError("gives " + actual.doubleAt(i) + " at " + i + " of " + expected.shape()
                        + ", published " + expected.doubleAt(i));
            }
        }
    }

    private static boolean same(Tensor expected, Tensor actual, int index) {
        return expected.dtype().isFloat()
                ? Double.compare(expected.doubleAt(index), actual.doubleAt(index)) == 0
                : expected.longAt(index) == actual.longAt(index);
    }

    private static boolean close(double expected, double actual, double absolute) {
        return Double.compare(expected, actual) == 0
                || Math.abs(expected - actual) <= absolute + RELATIVE * Math.abs(expected);
    }
}
