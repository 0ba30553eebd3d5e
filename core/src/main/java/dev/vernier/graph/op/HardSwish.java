package dev.vernier.graph.op;

/// x * max(0, min(1, x / 6 + 0.5)) of float32 (ONNX HardSwish).
public record HardSwish() implements UnaryFunction {
    static HardSwish from(Attributes attributes) {
        attributes.only();
        return new HardSwish();
    }

    @Override
    public String word() {
        return "hard_swish";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public double of(double x) {
        return x * Math.max(0, Math.min(1, x / 6 + 0.5));
    }
}
