package dev.vernier.graph.op;

/// The error function of float32, `2 / sqrt(pi)` times the integral of `exp(-t^2)` from 0 to x (ONNX Erf): -1 and 1 at the
/// infinities, NaN for NaN.
public record Erf() implements UnaryFunction {
    /// From here on 1 - erf(x) is below 2^-54.
    private static final double ONE_FROM = 6;

    static Erf from(Attributes attributes) {
        attributes.only();
        return new Erf();
    }

    @Override
    public String word() {
        return "erf";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public double of(double x) {
        return erf(x);
    }

    /// The series of Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6, whose terms have one sign:
    /// `2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n + 1) / (1 * 3 * ... * (2n + 1))`.
    static double erf(double x) {
        if (Math.abs(x) >= ONE_FROM) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > Math.ulp(sum) / 2; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }
}
