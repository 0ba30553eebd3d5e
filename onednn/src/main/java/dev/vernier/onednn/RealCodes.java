package dev.vernier.onednn;

import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Quantize;
import dev.vernier.pairs.NearestCodes;
import dev.vernier.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// The codes of float32 numbers as TensorFlow Lite gives them: [Quantize] under its contracts, ties away from zero.
final class RealCodes {
    /// Codes reach 255 from their zero point; up to there the roundings of the inverse and of the product move a real by less.
    private static final float MARGIN = 0x1p-14f;
    /// Beyond any code.
    private static final double LARGEST = 1 << 10;

    private final DType type;
    private final boolean isWide;
    private final float scale;
    private final int zeroPoint;

    /// @param quantize one of a contract in fixed point, to 8 bits
    RealCodes(Quantize quantize, float scale, int zeroPoint) {
        this.type = quantize.to();
        this.isWide = quantize.contract() == Contract.TFLITE;
        this.scale = scale;
        this.zeroPoint = zeroPoint;
    }

    /// The same codes by machine code; empty where the scale has no inverse in float32's full precision.
    Optional<NearestCodes> nearest(Arena arena) {
        float inverse = 1 / scale;
        return inverse >= Float.MIN_NORMAL && inverse <= Float.MAX_VALUE && scale >= Float.MIN_NORMAL
                ? Optional.of(NearestCodes.ofReals(inverse, new NearestCodes.Target(zeroPoint, (int) type.min(),
                        (int) type.max(), type == DType.I8, MARGIN), arena))
                : Optional.empty();
    }

    /// Makes the codes from one place to another, as they are defined.
    ///
    /// @param reals NaN not among them
    void define(MemorySegment reals, MemorySegment codes, long first, long end) {
        for (long i = first; i < end; i++) {
            float real = reals.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            double quotient = Math.clamp(isWide ? (double) real / scale : real / scale, -LARGEST, LARGEST);
            int rounded = (int) Math.copySign(Math.floor(Math.abs(quotient) + 0.5), quotient);
            codes.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(rounded + zeroPoint, type.min(), type.max()));
        }
    }
}
