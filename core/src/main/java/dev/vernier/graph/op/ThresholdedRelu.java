package dev.vernier.graph.op;

/// x where x > alpha, else 0, of float32 (ONNX ThresholdedRelu), NaN among the latter; alpha is 1 where none is given.
public record ThresholdedRelu(float alpha) implements UnaryFunction {
    static ThresholdedRelu from(Attributes attributes) {
        return new ThresholdedRelu(attributes.only("alpha").number("alpha", 1));
    }

    @Override
    public String word() {
        return "thresholded_relu";
    }

    @Override
    public Attributes attributes() {
        return alpha == 1 ? Attributes.NONE : Attributes.NONE.with("alpha", alpha);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public double of(double x) {
        return x > alpha ? x : 0;
    }
}
