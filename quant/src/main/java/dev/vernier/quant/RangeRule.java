package dev.vernier.quant;

import dev.vernier.tensor.InputException;
import java.util.Objects;

/// How the range that codes must cover is chosen from what calibration saw.
public sealed interface RangeRule {
    /// Smallest to largest value seen.
    record MinMax() implements RangeRule {
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
                throw new InputException(
                        "range = percentile:" + percent + ", needed a percentage above 0 and at most 100");
            }
        }

        @Override
        public String toString() {
            return "percentile:" + plain(percent);
        }
    }

    /// The least mean squared error of quantizing what was seen, over both ends.
    record Mse() implements RangeRule {
        @Override
        public String toString() {
            return "mse";
        }
    }

    /// The least Kullback-Leibler divergence between what was seen and its quantization.
    record Entropy() implements RangeRule {
        @Override
        public String toString() {
            return "entropy";
        }
    }

    /// This range, whatever was seen.
    record Fixed(Range range) implements RangeRule {
        public Fixed {
            Objects.requireNonNull(range);
        }

        @Override
        public String toString() {
            return "[" + plain(range.low()) + ", " + plain(range.high()) + "]";
        }
    }

    RangeRule MINMAX = new MinMax();
    RangeRule MSE = new Mse();

    private static String plain(Number number) {
        String text = number.toString();
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

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
            case "mse" -> MSE;
            case "entropy" -> new Entropy();
            default -> throw new InputException(
                    "range = " + word + ", known: minmax, percentile:P (such as percentile:99.99), mse, entropy");
        };
    }
}
