package dev.vernier.onednn;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/// Weight codes as int8, as oneDNN's integer kernels take them; uint8 codes and their zero points are moved down by
/// 128.
///
/// @param codes int8, in the shape that the weights came in
/// @param zeroPoints int8 in the shape of the codes, every element its channel's zero point; empty where all are 0
record SignedWeights(Tensor codes, Optional<Tensor> zeroPoints) {
    private static final int MIDDLE_OF_U8 = 128;

    /// @param channelAxis the axis that several zero points belong to
    /// @throws IllegalArgumentException where the codes are no integers of at most 8 bits
    static SignedWeights of(Tensor weight, Optional<Tensor> zeroPoint, int channelAxis) {
        Tensor codes = signed(weight);
        byte[] each = signed(zeroPoint.orElseGet(() -> Tensor.ofLongs(weight.dtype(), Shape.SCALAR, 0))).bytes();
        boolean centered = true;
        for (byte zero : each) {
            centered &= zero == 0;
        }
        return new SignedWeights(codes, centered ? Optional.empty() : Optional.of(spread(each, codes, channelAxis)));
    }

    private static Tensor signed(Tensor codes) {
        if (codes.dtype() == DType.I8) {
            return codes;
        }
        if (codes.dtype() == DType.I4) {
            return Tensor.wrap(DType.I8, codes.shape(), codes.segment());
        }
        if (codes.dtype() != DType.U8) {
            throw new IllegalArgumentException("weights of type " + codes.dtype() + ", needed i8, u8 or i4");
        }
        byte[] moved = codes.bytes();
        for (int i = 0; i < moved.length; i++) {
            moved[i] ^= (byte) MIDDLE_OF_U8;
        }
        return Tensor.ofI8(codes.shape(), moved);
    }

    private static Tensor spread(byte[] zeroPoints, Tensor codes, int channelAxis) {
        byte[] spread = new byte[codes.size()];
        int inner = codes.shape().count(channelAxis + 1, codes.shape().rank());
        for (int from = 0; from < spread.length; from += inner) {
            int channel = from / inner % codes.shape().size(channelAxis);
            Arrays.fill(spread, from, from + inner, zeroPoints[zeroPoints.length == 1 ? 0 : channel]);
        }
        return Tensor.ofI8(codes.shape(), spread);
    }
}
