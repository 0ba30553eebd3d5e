package dev.vernier.report;

import java.util.ArrayList;
import java.util.List;

/// One line of a page's ladder: a rung, or one file of a comparison. Numbers are null where they are not known.
///
/// @param skipped why there are none; null where it was climbed
/// @param stage what it changes, and what that did; null where there is nothing to say
record RungRow(String id, String skipped, String stage, Integer n, Integer correct, Double top1, Double change,
        Double ciLow, Double ciHigh, Integer lost, Integer gained, Double agreement, Double p, Double speed) {
    private static final double ALPHA = 0.05;

    static RungRow of(RungAnswer rung) {
        return switch (rung) {
            case RungAnswer.Skipped(String id, String reason) ->
                new RungRow(id, reason, null, null, null, null, null, null, null, null, null, null, null, null);
            case RungAnswer.Climbed climbed when climbed.step() == null -> reference(climbed.id(), climbed.n(),
                    climbed.correct(), climbed.top1(), climbed.imagesPerSecond());
            case RungAnswer.Climbed climbed -> new RungRow(climbed.id(), null, climbed.step().text(), climbed.n(),
                    climbed.correct(), climbed.top1(), climbed.change(), climbed.ciLow(), climbed.ciHigh(),
                    climbed.lost(), climbed.gained(), climbed.agreement(), climbed.p(), climbed.imagesPerSecond());
        };
    }

    /// The first file, and each other one against it.
    static List<RungRow> of(List<ComparisonAnswer> comparisons) {
        ComparisonAnswer first = comparisons.getFirst();
        List<RungRow> rows = new ArrayList<>(
                List.of(reference(first.a().file(), first.n(), first.a().correct(), first.a().top1(), null)));
        comparisons.forEach(pair -> rows.add(new RungRow(pair.b().file(), null, null, pair.n(), pair.b().correct(),
                pair.b().top1(), pair.change(), pair.ciLow(), pair.ciHigh(), pair.lost(), pair.gained(),
                pair.agreement(), pair.p(), null)));
        return rows;
    }

    private static RungRow reference(String id, Integer n, int correct, double top1, Double speed) {
        return new RungRow(id, null, null, n, correct, top1, null, null, null, null, null, null, null, speed);
    }

    /// Whether it is known how it stands to the first one.
    boolean isPaired() {
        return p != null;
    }

    /// Whether chance is no explanation: exact McNemar p < 0.05.
    boolean isReal() {
        return isPaired() && p < ALPHA;
    }

    /// `worse`, `better`, or `open` where chance would do; null where it is not paired.
    String effect() {
        return !isPaired() ? null : !isReal() ? "open" : change < 0 ? "worse" : "better";
    }
}
