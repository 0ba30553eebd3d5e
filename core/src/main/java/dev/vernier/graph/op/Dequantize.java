package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Reals of codes: `x, scale, zeroPoint?` (ONNX DequantizeLinear), with the arithmetic of [Codes]: float32 from an
/// integer type of at most 32 bits. Scale and zero point are as in [Quantize].
///
/// @param axis the axis of several scales, may be negative
/// @param blockSize how many neighbours along the axis share a scale; 0 where there are no blocks
public record Dequantize(int axis, int blockSize) implements Op {
    /// One scale for the whole tensor.
    public static final Dequantize PER_TENSOR = new Dequantize(1, 0);

    public Dequantize {
        if (blockSize < 0) {
            throw new IllegalArgumentException("block_size = " + blockSize + ", needed 0 or more");
        }
    }

    static Dequantize from(Attributes attributes) {
        attributes.only("axis", "block_size");
        return new Dequantize(attributes.integer("axis", 1), attributes.integer("block_size", 0));
    }

    @Override
    public String word() {
        return "dequantize";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = axis == 1 ? Attributes.NONE : Attributes.NONE.with("axis", axis);
        return blockSize == 0 ? attributes : attributes.with("block_size", blockSize);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        if (!x.dtype().isInteger() || x.dtype() == DType.I64) {
            throw new IllegalArgumentException("x of type " + x.type() + ", needed i8, u8, i16, u16 or i32");
        }
        Scales.check(inputs, axis, blockSize, x.dtype());
        return List.of(new TensorType(DType.F32, x.shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        Scales scales = Scales.of(inputs, axis, blockSize);
        float[] reals = new float[x.size()];
        if (scales.isPerTensor() && x.dtype().byteSize() == 1) {
            Codes.dequantize(
                    x.bytes(), 0, reals, 0, reals.length, scales.scale(0), scales.zeroPoint(0), x.dtype());
        } else {
            for (int i = 0; i < reals.length; i++) {
                int place = scales.place(i);
                reals[i] = Codes.real((int) x.longAt(i), scales.scale(place), scales.zeroPoint(place));
            }
        }
        return List.of(Tensor.of(x.shape(), reals));
    }
}
