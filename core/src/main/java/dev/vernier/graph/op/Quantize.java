package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Codes of reals: `x, scale, zeroPoint?` (ONNX QuantizeLinear), with the arithmetic of [Codes]. Scale and zero point
/// are one, or as many as `axis` has positions, or one per block of `blockSize` along it. x is float32, or int32 taken
/// as reals.
///
/// @param to the codes' type, an integer type of at most 32 bits
/// @param axis the axis of several scales, may be negative
/// @param blockSize how many neighbours along the axis share a scale; 0 where there are no blocks
/// @param contract how quotients are rounded ([Contract#quantized]); ONNX stands for ONEDNN as well
public record Quantize(DType to, int axis, int blockSize, Contract contract) implements Op {
    public Quantize {
        if (!to.isInteger() || to == DType.I64) {
            throw new IllegalArgumentException("to = " + to + ", needed i8, u8, i16, u16 or i32");
        }
        if (blockSize < 0) {
            throw new IllegalArgumentException("block_size = " + blockSize + ", needed 0 or more");
        }
        if (contract == Contract.ONEDNN) {
            throw new IllegalArgumentException("contract = " + contract + ", needed onnx, tflite or tflite_reference");
        }
    }

    /// As ONNX defines it.
    public Quantize(DType to, int axis, int blockSize) {
        this(to, axis, blockSize, Contract.ONNX);
    }

    static Quantize from(Attributes attributes) {
        attributes.only("to", "axis", "block_size", "contract");
        return new Quantize(
                DType.parse(attributes.word("to", DType.U8.toString())),
                attributes.integer("axis", 1),
                attributes.integer("block_size", 0),
                Contract.from(attributes));
    }

    /// One scale for the whole tensor.
    public static Quantize perTensor(DType to) {
        return new Quantize(to, 1, 0);
    }

    @Override
    public String word() {
        return "quantize";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = to == DType.U8 ? Attributes.NONE : Attributes.NONE.with("to", to.toString());
        attributes = axis == 1 ? attributes : attributes.with("axis", axis);
        return contract.in(blockSize == 0 ? attributes : attributes.with("block_size", blockSize));
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        if (x.dtype() != DType.F32 && x.dtype() != DType.I32) {
            throw new IllegalArgumentException("x of type " + x.type() + ", needed f32 or i32");
        }
        Scales.check(inputs, axis, blockSize, to);
        return List.of(new TensorType(to, x.shape()));
    }

    /// @throws IllegalArgumentException where x holds NaN
    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        Scales scales = Scales.of(inputs, axis, blockSize);
        if (!contract.isFixedPoint() && scales.isPerTensor() && x.dtype() == DType.F32
                && (to == DType.U8 || to == DType.I8)) {
            byte[] codes = new byte[x.size()];
            Codes.quantize(x.floats(), 0, codes, 0, codes.length, scales.scale(0), scales.zeroPoint(0), to);
            return List.of(to == DType.U8 ? Tensor.ofU8(x.shape(), codes) : Tensor.ofI8(x.shape(), codes));
        }
        long[] codes = new long[x.size()];
        for (int i = 0; i < codes.length; i++) {
            int place = scales.place(i);
            codes[i] = contract.quantized((float) x.doubleAt(i), scales.scale(place), scales.zeroPoint(place), to);
        }
        return List.of(Tensor.ofLongs(to, x.shape(), codes));
    }
}
