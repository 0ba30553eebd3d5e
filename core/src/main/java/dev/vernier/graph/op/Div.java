package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `a / b`, broadcasting (ONNX Div); integers truncate towards zero, and dividing them by 0 is rejected.
public record Div() implements Op {
    static Div from(Attributes attributes) {
        attributes.only();
        return new Div();
    }

    @Override
    public String word() {
        return "div";
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
        return Elementwise.inferPair(inputs);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return Elementwise.evaluatePair(inputs, (a, b) -> a / b, Div::truncated);
    }

    private static long truncated(long dividend, long divisor) {
        if (divisor == 0) {
            throw new IllegalArgumentException("division of the integer " + dividend + " by 0, needed another divisor");
        }
        return dividend / divisor;
    }
}
