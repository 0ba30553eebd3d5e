package dev.vernier.graph.op;

/// Whose kernels multiply codes on an x86 CPU without VNNI. Both add products in pairs that saturate in int16, but not the
/// same pairs ([PairedWeights]).
public enum Kernels {
    /// oneDNN 3.11: input channels 2i and 2i + 1 of a group at the same tap. Padding adds nothing.
    ONEDNN,

    /// ONNX Runtime 1.29 and 1.30 (MLAS), on AVX2 and AVX-512 alike: a convolution is unfolded into a matrix whose rows are
    /// taps and, within a tap, the input channels of the group; rows 2i and 2i + 1 are a pair. Padding is the zero point's
    /// code, which is multiplied like any other. Convolutions of one channel to one for each group, and everything with
    /// unsigned weights, which `ConvInteger` always has there, are exact.
    ///
    /// Signed activations are moved up by 128, as it does where it loads a file of quantize and dequantize nodes; a bare
    /// integer operator on signed activations has exact, slow kernels there.
    ONNXRUNTIME
}
