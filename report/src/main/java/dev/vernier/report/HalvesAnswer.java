package dev.vernier.report;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Halves;
import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.Observer;
import dev.vernier.quant.Range;
import java.util.ArrayList;
import java.util.List;

/// What each half of the calibration's samples showed of a tensor, as JSON.
public record HalvesAnswer(String tensor, SeenAnswer even, SeenAnswer odd) {
    /// @param histogram null where none was observed
    public record SeenAnswer(float low, float high, BinsAnswer histogram) {
        static SeenAnswer of(Observer<?> half, Range whole) {
            Range range = half.range().orElseThrow();
            return new SeenAnswer(range.low(), range.high(),
                    half instanceof Histogram histogram ? BinsAnswer.of(histogram, whole) : null);
        }
    }

    /// Of each tensor that both halves reached.
    static List<HalvesAnswer> of(Calibration<?> calibration) {
        List<HalvesAnswer> answers = new ArrayList<>();
        calibration.observers().forEach((name, halves) -> {
            if (halves.even().range().isPresent() && halves.odd().range().isPresent()) {
                answers.add(of(name, halves));
            }
        });
        return answers;
    }

    private static HalvesAnswer of(String tensor, Halves<?> halves) {
        Range whole = halves.whole().range().orElseThrow();
        return new HalvesAnswer(tensor, SeenAnswer.of(halves.even(), whole), SeenAnswer.of(halves.odd(), whole));
    }
}
