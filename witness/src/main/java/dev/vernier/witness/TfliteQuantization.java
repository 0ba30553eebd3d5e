package dev.vernier.witness;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// What the codes of one of a file's tensors stand for: `real = (code - zeroPoint) * scale`. Going the other way rounds as
/// TensorFlow Lite's QUANTIZE does, which divides in double precision, half away from zero, and saturates.
///
/// @param scales one for all, or one per index of the axis, each finite and above 0
/// @param zeroPoints as many
/// @param axis of the tensor as it is stored
record TfliteQuantization(List<Float> scales, List<Integer> zeroPoints, int axis) {
    TfliteQuantization {
        scales = List.copyOf(scales);
        zeroPoints = List.copyOf(zeroPoints);
        for (float scale : scales) {
            if (!(scale > 0) || scale == Float.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("scale = " + scale + ", needed a finite one above 0");
            }
        }
        if (scales.isEmpty() || zeroPoints.size() != scales.size()) {
            throw new IllegalArgumentException(scales.size() + " scales with " + zeroPoints.size()
                    + " zero points, needed as many, at least one");
        }
    }

    /// What the codes of a tensor, as it is stored, stand for: `f32`.
    ///
    /// @throws IllegalArgumentException where there is a scale for another number of channels
    Tensor reals(Tensor codes) {
        Shape shape = codes.shape();
        boolean isPerChannel = scales.size() > 1;
        if (isPerChannel && (axis < 0 || axis >= shape.rank() || shape.size(axis) != scales.size())) {
            throw new IllegalArgumentException(
                    scales.size() + " scales along axis " + axis + " of " + shape + ", needed one per channel");
        }
        int inner = isPerChannel ? shape.count(axis + 1, shape.rank()) : Math.max(1, codes.size());
        float[] reals = new float[codes.size()];
        for (int i = 0; i < reals.length; i++) {
            int channel = isPerChannel ? i / inner % scales.size() : 0;
            reals[i] = (codes.longAt(i) - zeroPoints.get(channel)) * scales.get(channel);
        }
        return Tensor.of(shape, reals);
    }

    /// Writes the codes of real numbers.
    ///
    /// @param name what messages call the tensor
    /// @param codes of 8 or 16 bits
    /// @throws IllegalArgumentException where one is NaN, which has no code, or there is a scale per channel
    void write(String name, Tensor reals, DType codes, MemorySegment to) {
        if (scales.size() > 1) {
            throw new IllegalArgumentException(
                    "input '" + name + "' has " + scales.size() + " scales, needed one for all of it");
        }
        double scale = scales.getFirst();
        int zeroPoint = zeroPoints.getFirst();
        float[] values = reals.floats();
        long low = codes.min();
        long high = codes.max();
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                throw new IllegalArgumentException("input '" + name + "' holds NaN, which has no code");
            }
            int code = (int) Math.clamp(rounded(values[i] / scale) + zeroPoint, low, high);
            if (codes.byteSize() == 1) {
                to.set(ValueLayout.JAVA_BYTE, i, (byte) code);
            } else {
                to.setAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i, (short) code);
            }
        }
    }

    private static double rounded(double value) {
        double magnitude = Math.abs(value);
        double whole = Math.floor(magnitude);
        return Math.copySign(magnitude - whole >= 0.5 ? whole + 1 : whole, value);
    }
}
