package dev.vernier.conformance.tflite;

import dev.vernier.tensor.DType;

/// What a tensor is in a TensorFlow Lite file: its type, its shape (channels last) and its quantization.
final class Coded {
    private final DType type;
    private final int[] shape;
    private final float[] scales;
    private final long[] zeroPoints;
    private final int axis;

    private Coded(DType type, int[] shape, float[] scales, long[] zeroPoints, int axis) {
        this.type = type;
        this.shape = shape.clone();
        this.scales = scales.clone();
        this.zeroPoints = zeroPoints.clone();
        this.axis = axis;
    }

    static Coded of(DType type, float scale, int zeroPoint, int... shape) {
        return new Coded(type, shape, new float[] {scale}, new long[] {zeroPoint}, 0);
    }

    static Coded perChannel(DType type, float[] scales, int axis, int... shape) {
        return new Coded(type, shape, scales, new long[scales.length], axis);
    }

    static Coded plain(DType type, int... shape) {
        return new Coded(type, shape, new float[0], new long[0], 0);
    }

    /// The same of another shape.
    Coded shaped(int... other) {
        return new Coded(type, other, scales, zeroPoints, axis);
    }

    DType type() {
        return type;
    }

    int[] shape() {
        return shape.clone();
    }

    float[] scales() {
        return scales.clone();
    }

    long[] zeroPoints() {
        return zeroPoints.clone();
    }

    int axis() {
        return axis;
    }
}
