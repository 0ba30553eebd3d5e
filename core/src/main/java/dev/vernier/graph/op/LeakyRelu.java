package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// x where x >= 0, else alpha * x, of float32 (ONNX LeakyRelu); alpha is 0.01 where none is given.
public record LeakyRelu(float alpha) implements Op {
    private static final float ALPHA = 0.01f;

    static LeakyRelu from(Attributes attributes) {
        return new LeakyRelu(attributes.only("alpha").number("alpha", ALPHA));
    }

    @Override
    public String word() {
        return "leaky_relu";
    }

    @Override
    public Attributes attributes() {
        return alpha == ALPHA ? Attributes.NONE : Attributes.NONE.with("alpha", alpha);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return Elementwise.infer(inputs);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return Elementwise.evaluate(inputs, x -> x >= 0 ? x : alpha * x);
    }
}
