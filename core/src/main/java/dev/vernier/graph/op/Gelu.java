package dev.vernier.graph.op;

import java.util.Locale;
import java.util.Objects;

/// Gaussian error linear unit of float32 (ONNX Gelu), by its definition `x * (1 + erf(x / sqrt(2))) / 2` or by the
/// approximation with tanh; NaN for NaN and for minus infinity.
public record Gelu(Approximation approximation) implements UnaryFunction {
    /// How the normal distribution function in it is computed.
    public enum Approximation {
        /// By the error function.
        NONE,
        /// `x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2`.
        TANH;

        static Approximation parse(String word) {
            for (Approximation approximation : values()) {
                if (approximation.toString().equals(word)) {
                    return approximation;
                }
            }
            throw new IllegalArgumentException("approximation = " + word + ", known: none, tanh");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Gelu {
        Objects.requireNonNull(approximation);
    }

    static Gelu from(Attributes attributes) {
        String word = attributes.only("approximation").word("approximation", Approximation.NONE.toString());
        return new Gelu(Approximation.parse(word));
    }

    @Override
    public String word() {
        return "gelu";
    }

    @Override
    public Attributes attributes() {
        return approximation == Approximation.NONE
                ? Attributes.NONE
                : Attributes.NONE.with("approximation", approximation.toString());
    }

    @Override
    public double of(double x) {
        return switch (approximation) {
            case NONE -> x * (1 + Erf.erf(x / Math.sqrt(2))) / 2;
            case TANH -> x * (1 + StrictMath.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
        };
    }
}
