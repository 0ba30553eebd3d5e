package dev.vernier.graph.op;

/// max(x, 0) of float32 (ONNX Relu); NaN stays NaN.
public record Relu() implements UnaryFunction {
    static Relu from(Attributes attributes) {
        attributes.only();
        return new Relu();
    }

    @Override
    public String word() {
        return "relu";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public double of(double x) {
        return Math.max(x, 0);
    }
}
