package dev.vernier.quant;

/// Where the zero point of codes lies.
public enum Symmetry {
    /// Wherever the range puts it.
    AFFINE,

    /// In the middle of the codes: 0, and 128 for quint8.
    SYMMETRIC
}
