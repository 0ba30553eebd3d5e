package dev.vernier.cli.job;

import dev.vernier.quant.QConfig;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import java.util.Optional;

/// How a float model becomes int8.
///
/// @param calibrate how many samples to calibrate on
public record Recipe(QConfig qconfig, int calibrate) {
    /// @param range in place of the qconfig's own rule
    /// @param reduceRange whether activations are spread over half the codes where the qconfig does not do so already
    public static Recipe of(QConfig qconfig, Optional<RangeRule> range, boolean reduceRange, int calibrate) {
        QConfig ranged = range.map(qconfig::withRange).orElse(qconfig);
        return new Recipe(reduceRange && !isReduced(qconfig.activations()) ? ranged.reducedRange() : ranged, calibrate);
    }

    private static boolean isReduced(Scheme scheme) {
        return scheme.highest() - scheme.lowest() < (scheme.codes().max() - scheme.codes().min()) / 2 + 1;
    }

    /// What a written model's notes call it: `x86, range minmax, reduce_range`.
    @Override
    public String toString() {
        return qconfig.name() + ", range " + qconfig.range()
                + (isReduced(qconfig.activations()) ? ", reduce_range" : "");
    }
}
