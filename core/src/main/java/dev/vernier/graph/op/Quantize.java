package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Codes of reals: `x, scale, zeroPoint?` (ONNX QuantizeLinear): saturate(rint(x / scale) + zeroPoint), ties to even;
/// scale scalar, per axis or per block.
public record Quantize(DType to, int axis, int blockSize) implements Op {
    @Override
    public String word() {
        return "quantize";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        throw new IllegalStateException(word());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        throw new IllegalStateException(word());
    }
}
