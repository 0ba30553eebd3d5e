package dev.vernier.graph.op;

/// e to the power of x, of float32 (ONNX Exp): 0 for minus infinity, infinity from 88.72284 on, NaN for NaN.
public record Exp() implements UnaryFunction {
    static Exp from(Attributes attributes) {
        attributes.only();
        return new Exp();
    }

    @Override
    public String word() {
        return "exp";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public double of(double x) {
        return StrictMath.exp(x);
    }
}
