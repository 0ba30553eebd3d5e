package dev.vernier.graph.op;

/// Hyperbolic tangent of float32 (ONNX Tanh).
public record Tanh() implements UnaryFunction {
    static Tanh from(Attributes attributes) {
        attributes.only();
        return new Tanh();
    }

    @Override
    public String word() {
        return "tanh";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public double of(double x) {
        return StrictMath.tanh(x);
    }
}
