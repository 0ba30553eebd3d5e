package dev.vernier.report;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.SplitHalves;
import dev.vernier.calibrate.Statistic;
import dev.vernier.quant.Range;
import java.util.ArrayList;
import java.util.List;

/// What each half of the calibration's samples showed of a tensor, as JSON.
public record SplitHalvesAnswer(String tensor, SeenAnswer even, SeenAnswer odd) {
    /// @param histogram null where none was observed
    public record SeenAnswer(float low, float high, BinsAnswer histogram) {
        static SeenAnswer of(Statistic<?> half, Range whole) {
            Range range = half.range().orElseThrow();
            return new SeenAnswer(range.low(), range.high(),
                    half instanceof Histogram histogram ? BinsAnswer.of(histogram, whole) : null);
        }
    }

    /// Of each tensor that both halves reached.
    static List<SplitHalvesAnswer> of(Calibration<?> calibration) {
        List<SplitHalvesAnswer> answers = new ArrayList<>();
        calibration.statistics().forEach((name, halves) -> {
            if (halves.even().range().isPresent() && halves.odd().range().isPresent()) {
                answers.add(of(name, halves));
            }
        });
        return answers;
    }

    private static SplitHalvesAnswer of(String tensor, SplitHalves<?> halves) {
        Range whole = halves.whole().range().orElseThrow();
        return new SplitHalvesAnswer(tensor, SeenAnswer.of(halves.even(), whole), SeenAnswer.of(halves.odd(), whole));
    }
}
