package dev.vernier.graph.op;

/// x where x >= 0, else `alpha * (exp(x) - 1)`, of float32 (ONNX Elu); alpha is 1 where none is given.
public record Elu(float alpha) implements UnaryFunction {
    static Elu from(Attributes attributes) {
        return new Elu(attributes.only("alpha").number("alpha", 1));
    }

    @Override
    public String word() {
        return "elu";
    }

    @Override
    public Attributes attributes() {
        return alpha == 1 ? Attributes.NONE : Attributes.NONE.with("alpha", alpha);
    }

    @Override
    public double of(double x) {
        return x >= 0 ? x : alpha * StrictMath.expm1(x);
    }
}
