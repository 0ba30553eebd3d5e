package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// The input (ONNX Identity).
public record Identity() implements Op {
    static Identity from(Attributes attributes) {
        attributes.only();
        return new Identity();
    }

    @Override
    public String word() {
        return "identity";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return List.of(inputs.at(0).type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(inputs.at(0));
    }
}
