package dev.vernier.calibrate;

import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import java.util.Optional;

/// How far the scale of a tensor moved when the number of samples doubled: what a rule chooses from each half of the
/// samples, against what it chooses from all of them. Which half came first is chance, so the larger movement counts.
///
/// @param movement the relative change of the scale, 0 where both halves alone give what all give
public record TensorConvergence(String tensor, double movement) {
    /// From here on a range counts as not settled: 10 % of the scale are 0.83 dB of quantization noise, about an eighth of
    /// what a bit more or less makes.
    public static final double LIMIT = 0.1;

    private static final int FEW_CODES = 256;

    /// Empty where one half has not seen the tensor yet.
    static Optional<TensorConvergence> of(String tensor, SplitHalves<?> halves, RangeRule rule, Scheme scheme) {
        if (halves.even().range().isEmpty() || halves.odd().range().isEmpty()) {
            return Optional.empty();
        }
        boolean searchable = scheme.highest() - scheme.lowest() < FEW_CODES;
        RangeRule affordable = searchable ? rule : RangeRule.MINMAX;
        double whole = scale(affordable, halves.whole(), scheme);
        double even = scale(affordable, halves.even(), scheme);
        double odd = scale(affordable, halves.odd(), scheme);
        return Optional.of(
                new TensorConvergence(tensor, Math.max(Math.abs(even / whole - 1), Math.abs(odd / whole - 1))));
    }

    private static double scale(RangeRule rule, Statistic<?> seen, Scheme scheme) {
        var range = Ranges.choose(rule, seen, scheme);
        return scheme.point(range.low(), range.high()).scale();
    }

    public boolean isSettled() {
        return movement < LIMIT;
    }
}
