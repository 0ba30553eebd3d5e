package dev.vernier.calibrate;

import dev.vernier.quant.QConfig;
import dev.vernier.quant.Range;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;

/// Range rules applied to what calibration saw.
public final class Ranges {
    private Ranges() {}

    /// What must be observed for a rule: a histogram for any but minimum and maximum.
    public static Observer.Kind<?> needs(RangeRule rule) {
        return switch (rule) {
            case RangeRule.MinMax _,RangeRule.Fixed _ -> Observer.Kind.MINMAX;
            case RangeRule.Percentile _,RangeRule.Mse _,RangeRule.Entropy _ -> Observer.Kind.HISTOGRAM;
        };
    }

    /// What must be observed for a qconfig: a histogram as soon as one of its rules needs one.
    public static Observer.Kind<?> needs(QConfig config) {
        return config.ranges().stream().map(Ranges::needs).filter(Observer.Kind.HISTOGRAM::equals).findFirst()
                .orElse(Observer.Kind.MINMAX);
    }

    /// The range that a rule chooses for the codes of a scheme.
    ///
    /// @throws IllegalArgumentException where nothing was seen, or the rule needs a histogram and there is none
    public static Range choose(RangeRule rule, Statistic<?> seen, Scheme scheme) {
        Range ends = seen.range().orElseThrow(() -> new IllegalArgumentException("nothing was seen, needed a sample"));
        return switch (rule) {
            case RangeRule.MinMax minMax -> ends;
            case RangeRule.Percentile(double percent) -> percentile(histogram(seen), ends, percent);
            case RangeRule.Mse mse -> LeastError.of(Moments.of(histogram(seen)), ends, scheme);
            case RangeRule.Fixed(Range range) -> range;
            case RangeRule.Entropy entropy -> Entropy.of(Moments.of(histogram(seen)), ends, scheme);
        };
    }

    private static Histogram histogram(Statistic<?> seen) {
        if (seen instanceof Histogram histogram) {
            return histogram;
        }
        throw new IllegalArgumentException("minimum and maximum alone were seen, needed a histogram");
    }

    private static Range percentile(Histogram histogram, Range ends, double percent) {
        double cut = histogram.total() * (100 - percent) / 200;
        Moments moments = Moments.of(histogram);
        return new Range(
                Math.max(ends.low(), (float) moments.valueBelowWhichLie(cut)),
                Math.min(ends.high(), (float) moments.valueBelowWhichLie(histogram.total() - cut)));
    }
}
