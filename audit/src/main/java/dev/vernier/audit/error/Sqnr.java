package dev.vernier.audit.error;

import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// Signal-to-quantization-noise ratio of one tensor.
///
/// @param signal the sum of the squares of the reals
/// @param noise the sum of the squares of what quantization adds to them
public record Sqnr(double signal, double noise) {
    /// Of no value at all; the zero element of [#plus].
    public static final Sqnr NONE = new Sqnr(0, 0);

    /// @param reals float32
    /// @param quantized float32, as many
    public static Sqnr of(Tensor reals, Tensor quantized) {
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < reals.size(); i++) {
            double real = reals.floatAt(i);
            double difference = quantized.floatAt(i) - real;
            signal += real * real;
            noise += difference * difference;
        }
        return new Sqnr(signal, noise);
    }

    public Sqnr plus(Sqnr that) {
        return new Sqnr(signal + that.signal, noise + that.noise);
    }

    /// In decibels; infinite without noise, NaN without either.
    public double decibels() {
        return 10 * Math.log10(signal / noise);
    }

    /// Why [#decibels] is no number; empty where it is one.
    public Optional<String> reason() {
        if (Double.isFinite(decibels())) {
            return Optional.empty();
        }
        return Optional.of(signal == 0 ? "every value is 0" : "codes hold every value exactly");
    }
}
