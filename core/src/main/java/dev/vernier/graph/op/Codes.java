package dev.vernier.graph.op;

import dev.vernier.tensor.DType;

/// The arithmetic between reals and codes that the whole project shares (ONNX QuantizeLinear and DequantizeLinear):
///
/// `code = saturate(rint(real / scale) + zeroPoint)`, the division rounded to float32, ties to even;
/// `real = (code - zeroPoint) * scale` in float32.
///
/// Infinities saturate. NaN has no code.
public final class Codes {
    /// Adding it to a float32 below 2^22 in magnitude, and taking it away, leaves the nearest integer, ties to even.
    private static final float ROUNDING = 0x1.8p23f;

    private Codes() {}

    /// The code of a real.
    ///
    /// @param type an integer type of at most 32 bits
    /// @throws IllegalArgumentException where the real is NaN
    public static int of(float real, float scale, int zeroPoint, DType type) {
        double code = Math.rint((double) (real / scale)) + zeroPoint;
        if (Double.isNaN(code)) {
            throw new IllegalArgumentException("NaN has no code, needed a number");
        }
        return (int) Math.clamp(code, type.min(), type.max());
    }

    /// The real that a code stands for.
    public static float real(int code, float scale, int zeroPoint) {
        return ((long) code - zeroPoint) * scale;
    }

    /// The codes of reals in 8-bit integers, [DType#I8] or [DType#U8], each as [#of(float, float, int, DType)] gives
    /// it.
    ///
    /// @param count how many, from `reals[from]` and `codes[to]` on
    /// @throws IllegalArgumentException where a real is NaN; the message says at which index of `reals`
    public static void quantize(
            float[] reals, int from, byte[] codes, int to, int count, float scale, int zeroPoint, DType type) {
        if (holdsNaN(reals, from, count)) {
            throw new IllegalArgumentException(
                    "NaN at element " + firstNaN(reals, from) + " has no code, needed a number");
        }
        float low = type.min() - zeroPoint;
        float high = type.max() - zeroPoint;
        for (int i = 0; i < count; i++) {
            float clamped = Math.min(Math.max(reals[from + i] / scale, low), high);
            codes[to + i] = (byte) ((int) (clamped + ROUNDING - ROUNDING) + zeroPoint);
        }
    }

    /// A loop without branches, which the JIT vectorizes: `(int)` makes 0 of NaN, and 1 to 3 of everything else.
    private static boolean holdsNaN(float[] reals, int from, int count) {
        int least = 1;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, (int) (Math.min(Math.max(reals[from + i], -1), 1) + 2));
        }
        return least == 0;
    }

    private static int firstNaN(float[] reals, int from) {
        int index = from;
        while (reals[index] == reals[index]) {
            index++;
        }
        return index;
    }

    /// The reals of codes in 8-bit integers, [DType#I8] or [DType#U8].
    ///
    /// @param count how many, from `codes[from]` and `reals[to]` on
    public static void dequantize(
            byte[] codes, int from, float[] reals, int to, int count, float scale, int zeroPoint, DType type) {
        int mask = type == DType.U8 ? 0xff : -1;
        for (int i = 0; i < count; i++) {
            reals[to + i] = ((codes[from + i] & mask) - zeroPoint) * scale;
        }
    }
}
