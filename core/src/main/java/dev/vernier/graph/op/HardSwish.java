package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// x * max(0, min(1, x / 6 + 0.5)) of float32 (ONNX HardSwish).
public record HardSwish() implements Op {
    static HardSwish from(Attributes attributes) {
        attributes.only();
        return new HardSwish();
    }

    @Override
    public String word() {
        return "hard_swish";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return Elementwise.infer(inputs);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return Elementwise.evaluate(inputs, x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)));
    }
}
