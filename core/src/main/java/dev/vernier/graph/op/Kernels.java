package dev.vernier.graph.op;

/// Whose kernels multiply codes on an x86 CPU without VNNI. Both add products in pairs that saturate in int16, but not the
/// same pairs ([PairedWeights]).
public enum Kernels {
    /// oneDNN 3.11: input channels 2i and 2i + 1 of a group at the same tap. Padding adds nothing.
    ONEDNN,

    /// ONNX Runtime 1.29 and 1.30 (MLAS), on AVX2 and AVX-512 alike: a convolution is unfolded into a matrix whose rows are
    /// taps and, within a tap, the input channels of the group; rows 2i and 2i + 1 are a pair. Padding is the zero point's
    /// code, which is multiplied like any other. Everything else is exact: convolutions of one channel to one for each
    /// group, `ConvInteger`, whatever has signed activations or unsigned weights.
    ONNXRUNTIME
}
