package dev.vernier.graph.op;

/// 1 / (1 + exp(-x)) of float32 (ONNX Sigmoid).
public record Sigmoid() implements UnaryFunction {
    static Sigmoid from(Attributes attributes) {
        attributes.only();
        return new Sigmoid();
    }

    @Override
    public String word() {
        return "sigmoid";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public double of(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
