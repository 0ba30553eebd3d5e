package dev.vernier.onednn;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// Weight codes as int8 with zero point 0, as oneDNN's integer kernels take them.
final class SignedWeights {
    private static final int MIDDLE_OF_U8 = 128;

    private SignedWeights() {}

    /// Whether the codes fit without loss: int8 around 0, or uint8 around 128.
    static boolean fits(Tensor codes, Optional<Tensor> zeroPoint) {
        int middle = codes.dtype() == DType.U8 ? MIDDLE_OF_U8 : 0;
        if (zeroPoint.isEmpty()) {
            return codes.dtype() == DType.I8;
        }
        for (long value : zeroPoint.get().longs()) {
            if (value != middle) {
                return false;
            }
        }
        return codes.dtype() == DType.I8 || codes.dtype() == DType.U8;
    }

    /// Codes that [#fits] holds for.
    static Tensor of(Tensor codes) {
        if (codes.dtype() == DType.I8) {
            return codes;
        }
        byte[] moved = codes.bytes();
        for (int i = 0; i < moved.length; i++) {
            moved[i] ^= (byte) MIDDLE_OF_U8;
        }
        return Tensor.ofI8(codes.shape(), moved);
    }
}
