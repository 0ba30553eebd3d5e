package dev.vernier.quant;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/// The range of weights that a rule chooses, from the weights themselves.
final class WeightRange {
    private static final int STEPS = 40;

    private final float[] values;
    private final Scheme scheme;

    private WeightRange(float[] values, Scheme scheme) {
        this.values = values;
        this.scheme = scheme;
    }

    /// @param values finite
    static Range of(float[] values, RangeRule rule, Scheme scheme) {
        return switch (rule) {
            case RangeRule.MinMax _ -> ends(values);
            case RangeRule.Fixed(Range range) -> range;
            case RangeRule.Percentile(double percent) -> percentile(values, percent);
            case RangeRule.Mse _ -> new WeightRange(values, scheme).leastError();
            case RangeRule.Entropy _ -> throw new IllegalArgumentException(
                    "range = entropy of weights, needed minmax, percentile or mse");
        };
    }

    private static Range ends(float[] values) {
        float low = 0;
        float high = 0;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new Range(low, high);
    }

    private static Range percentile(float[] values, double percent) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = (int) (sorted.length * (100 - percent) / 200);
        return sorted.length == 0 ? ends(values)
                : new Range(Math.min(0, sorted[cut]), Math.max(0, sorted[sorted.length - 1 - cut]));
    }

    /// Both ends are searched in turn where each matters by itself, together where the codes are symmetric.
    private Range leastError() {
        Range all = ends(values);
        if (scheme.symmetric()) {
            return best(all, fraction -> new Range((float) (fraction * all.low()), (float) (fraction * all.high())));
        }
        Range range = all;
        for (int round = 0; round < 2; round++) {
            Range before = range;
            range = best(before, fraction -> new Range((float) (fraction * all.low()), before.high()));
            float low = range.low();
            range = best(range, fraction -> new Range(low, (float) (fraction * all.high())));
        }
        return range;
    }

    /// The best of a grid of fractions, and of a finer one around it.
    private Range best(Range start, DoubleFunction<Range> cut) {
        Range best = start;
        double least = error(start);
        double centre = 0.5;
        double width = 0.5;
        for (int round = 0; round < 3; round++) {
            double middle = centre;
            for (int step = -STEPS; step <= STEPS; step++) {
                double fraction = middle + width * step / STEPS;
                if (fraction > 0 && fraction <= 1 && error(cut.apply(fraction)) < least) {
                    best = cut.apply(fraction);
                    least = error(best);
                    centre = fraction;
                }
            }
            width /= STEPS / 2;
        }
        return best;
    }

    /// The sum of squared errors of the values' codes.
    private double error(Range range) {
        Scheme.Point point = scheme.point(range.low(), range.high());
        float scale = point.scale();
        float low = scheme.codes().min() - point.zeroPoint();
        float high = scheme.codes().max() - point.zeroPoint();
        double error = 0;
        for (float value : values) {
            float code = Math.min(Math.max((float) Math.rint(value / scale), low), high);
            double difference = code * scale - value;
            error += difference * difference;
        }
        return error;
    }
}
