package dev.vernier.report;

import dev.vernier.audit.WeightChannels;
import dev.vernier.audit.error.Sqnr;
import dev.vernier.calibrate.MinMax;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Stream;

/// What quantization made of the output channels of a layer's weights, as JSON, to four digits.
///
/// @param channels how many there are; the lists hold the first 1,024
/// @param low the smallest weight that the codes of each stand for
/// @param high the largest
/// @param sqnrDb null where it is no number
public record WeightAnswer(String tensor, int channels, List<Double> low, List<Double> high, List<Double> sqnrDb) {
    private static final int MOST = 1024;
    private static final MathContext DIGITS = new MathContext(4);

    static WeightAnswer of(WeightChannels weights) {
        return new WeightAnswer(weights.tensor(), weights.ends().size(),
                rounded(weights.ends().stream().map(MinMax::low)),
                rounded(weights.ends().stream().map(MinMax::high)),
                rounded(weights.signal().stream().map(Sqnr::decibels)));
    }

    private static List<Double> rounded(Stream<? extends Number> values) {
        return values.limit(MOST).map(Number::doubleValue)
                .map(value -> Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value)
                .toList();
    }
}
