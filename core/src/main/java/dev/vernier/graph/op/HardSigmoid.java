package dev.vernier.graph.op;

/// max(0, min(1, alpha * x + beta)) of float32 (ONNX HardSigmoid); alpha is 0.2 and beta 0.5 where none is given.
public record HardSigmoid(float alpha, float beta) implements UnaryFunction {
    private static final float ALPHA = 0.2f;
    private static final float BETA = 0.5f;

    static HardSigmoid from(Attributes attributes) {
        attributes.only("alpha", "beta");
        return new HardSigmoid(attributes.number("alpha", ALPHA), attributes.number("beta", BETA));
    }

    @Override
    public String word() {
        return "hard_sigmoid";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = alpha == ALPHA ? Attributes.NONE : Attributes.NONE.with("alpha", alpha);
        return beta == BETA ? attributes : attributes.with("beta", beta);
    }

    @Override
    public double of(double x) {
        return Math.max(0, Math.min(1, alpha * x + beta));
    }
}
