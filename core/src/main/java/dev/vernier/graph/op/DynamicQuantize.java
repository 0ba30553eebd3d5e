package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// ONNX DynamicQuantizeLinear: uint8 codes, scale and zero point of the tensor's own range, widened to hold 0.
public record DynamicQuantize() implements Op {
    @Override
    public String word() {
        return "dynamic_quantize";
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
