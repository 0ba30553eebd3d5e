package dev.vernier.graph.op;

/// x where x >= 0, else alpha * x, of float32 (ONNX LeakyRelu); alpha is 0.01 where none is given.
public record LeakyRelu(float alpha) implements UnaryFunction {
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
    public double of(double x) {
        return x >= 0 ? x : alpha * x;
    }
}
