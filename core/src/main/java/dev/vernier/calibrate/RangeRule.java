package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import dev.vernier.quant.Scheme;
import dev.vernier.tensor.InputException;
import java.util.Objects;

/// How the range that codes must cover is chosen from what calibration saw. Any rule but [MinMaxRule] reads a histogram.
public sealed interface RangeRule {
    /// Smallest to largest value seen.
    record MinMaxRule() implements RangeRule {
        @Override
        public String toString() {
            return "minmax";
        }
    }

    /// Leaves out (100 - percent) / 2 percent of the values at each end, as ONNX Runtime's percentile calibration.
    ///
    /// @param percent above 0, at most 100
    record Percentile(double percent) implements RangeRule {
        public Percentile {
            if (!(percent > 0 && percent <= 100)) {
                throw new InputException("range = percentile:" + percent + ", needed a percentage above 0 and at most 100");
            }
        }

        @Override
        public String toString() {
            return "percentile:" + percent;
        }
    }

    /// The least mean squared error of quantizing what was seen, over both ends ([LeastError]).
    record Mse() implements RangeRule {
        @Override
        public String toString() {
            return "mse";
        }
    }

    /// The least Kullback-Leibler divergence between what was seen and its quantization ([Entropy]).
    record KullbackLeibler() implements RangeRule {
        @Override
        public String toString() {
            return "entropy";
        }
    }

    RangeRule MINMAX = new MinMaxRule();

    /// @throws InputException where the word is no rule; the message lists the known ones
    static RangeRule parse(String word) {
        if (word.startsWith("percentile:")) {
            try {
                return new Percentile(Double.parseDouble(word.substring("percentile:".length())));
            } catch (NumberFormatException malformed) {
                throw new InputException("range = " + word + ", needed a number behind the colon", malformed);
            }
        }
        return switch (word) {
            case "minmax" -> MINMAX;
            case "mse" -> new Mse();
            case "entropy" -> new KullbackLeibler();
            default -> throw new InputException(
                    "range = " + word + ", known: minmax, percentile:P (such as percentile:99.99), mse, entropy");
        };
    }

    /// What must be tallied for the rule.
    default Tally.Kind<?> needs() {
        return this instanceof MinMaxRule ? Tally.Kind.MINMAX : Tally.Kind.HISTOGRAM;
    }

    /// The range for codes of a scheme.
    ///
    /// @throws IllegalArgumentException where nothing was seen, or the rule needs a histogram and there is none
    default Range choose(Observer<?> seen, Scheme scheme) {
        Range ends = seen.range().orElseThrow(() -> new IllegalArgumentException("nothing was seen, needed a sample"));
        return switch (this) {
            case MinMaxRule rule -> ends;
            case Percentile(double percent) -> percentile(histogram(seen), ends, percent);
            case Mse rule -> LeastError.of(Moments.of(histogram(seen)), ends, scheme);
            case KullbackLeibler rule -> Entropy.of(Moments.of(histogram(seen)), ends, scheme);
        };
    }

    private static Histogram histogram(Observer<?> seen) {
        Objects.requireNonNull(seen);
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
