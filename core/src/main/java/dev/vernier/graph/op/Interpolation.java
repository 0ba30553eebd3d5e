package dev.vernier.graph.op;

import java.util.function.DoubleUnaryOperator;

/// What a neighbour counts, by its distance (ONNX Resize, mode).
///
/// @param reach the distance from which on it counts nothing
/// @param weight of a distance of at least 0
record Interpolation(int reach, DoubleUnaryOperator weight) {
    static final Interpolation LINEAR = new Interpolation(1, distance -> Math.max(0, 1 - distance));

    /// Cubic convolution (Keys 1981, equation 4), with the coefficient a, the slope at distance 1.
    static Interpolation cubic(double a) {
        return new Interpolation(2, distance -> distance <= 1
                ? ((a + 2) * distance - (a + 3)) * distance * distance + 1
                : distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0);
    }
}
