package dev.vernier.graph.op;

import dev.vernier.tensor.DType;

/// The arithmetic of [QLinearSoftmax] for one kind of codes.
public final class SoftmaxCodes {
    private static final int CODES = 256;

    private final DType type;
    private final float[] powers;
    private final float yScale;
    private final int zeroPoint;

    /// @param type of both codes, I8 or U8
    /// @param zeroPoint of the result; not added to uint8
    public SoftmaxCodes(DType type, float xScale, float yScale, int zeroPoint) {
        this.type = type;
        this.powers = new float[CODES];
        for (int distance = 0; distance < CODES; distance++) {
            powers[distance] = (float) StrictMath.exp(-xScale * distance);
        }
        this.yScale = yScale;
        this.zeroPoint = type == DType.U8 ? 0 : zeroPoint;
    }

    /// Replaces the codes of a line by their softmax.
    ///
    /// @param first place of the line
    /// @param size how many codes it has, at least one
    /// @param step how far neighbours are apart
    public void apply(int[] codes, int first, int size, int step) {
        int largest = Integer.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, codes[first + i * step]);
        }
        float sum = 0;
        for (int i = 0; i < size; i++) {
            sum += powers[largest - codes[first + i * step]];
        }
        float factor = 1 / (sum * yScale);
        for (int i = 0; i < size; i++) {
            int place = first + i * step;
            int code = rounded(powers[largest - codes[place]] * factor) + zeroPoint;
            codes[place] = (int) Math.clamp(code, type.min(), type.max());
        }
    }

    private int rounded(float real) {
        return type == DType.U8 ? (int) (real + 0.5f) : (int) Math.floor(real + 0.5);
    }
}
