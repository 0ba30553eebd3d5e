package dev.vernier.quant;

import dev.vernier.tensor.DType;

/// A type of codes, by the name that PyTorch gives it.
public enum CodeType {
    QUINT8(DType.U8),
    QINT8(DType.I8),
    QINT16(DType.I16),
    QINT4(DType.I4);

    private final DType dtype;

    CodeType(DType dtype) {
        this.dtype = dtype;
    }

    public DType dtype() {
        return dtype;
    }
}
