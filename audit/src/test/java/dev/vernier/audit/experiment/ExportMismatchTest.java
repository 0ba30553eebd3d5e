package dev.vernier.audit.experiment;

import static dev.vernier.audit.experiment.Experiments.N;
import static dev.vernier.audit.experiment.Experiments.labels;
import static dev.vernier.audit.experiment.Experiments.right;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExportMismatchTest {
    private static final Predictions INTEGER = right(0.9, N, 1);

    /// @param underOnnx what integer kernels give that round in ONNX's order
    private static List<Finding> examine(Predictions file, Predictions underOnnx) {
        Ladder ladder = new Ladder(
                List.of(new Rung.Climbed(Ladder.DEPLOYED, INTEGER), new Rung.Climbed("onnxruntime", file)));
        return new ExportMismatch()
                .examine(Experiments.of(ladder, "unit", List.of(), (task, graph, samples) -> underOnnx));
    }

    /// The integer rung's, but for the first few samples.
    private static Predictions but(int few) {
        return Predictions.of(IntStream.range(0, N)
                .map(sample -> sample < few ? (labels(N)[sample] + 1) % 10 : INTEGER.prediction(sample)).toArray(),
                labels(N));
    }

    @Test
    void saysNothingWhereBothPredictTheSame() {
        assertEquals(List.of(), examine(INTEGER, INTEGER));
    }

    @Test
    void namesTheOrderOfRoundingsWhereItAloneMakesThemAgree() {
        Finding found = examine(but(4), but(4)).getFirst();
        assertEquals(FindingId.ROUNDING_CONTRACT, found.id());
        assertEquals(Finding.Severity.INFO, found.severity());
    }

    @Test
    void saysNothingOfAFewNearTiesThatItCannotExplain() {
        assertEquals(List.of(), examine(but(4), INTEGER));
    }

    @Test
    void suspectsAFileThatOftenPredictsAnotherClass() {
        Predictions other = Predictions.of(IntStream.range(0, N).map(sample -> sample % 2 == 0
                && !INTEGER.isCorrect(sample) ? (labels(N)[sample] + 5) % 10 : INTEGER.prediction(sample)).toArray(),
                labels(N));
        assertEquals(List.of(Finding.Severity.WARNING),
                examine(other, INTEGER).stream().map(Finding::severity).toList());
    }

    @Test
    void namesAFileThatIsAnotherModel() {
        Finding found = examine(but(100), INTEGER).getFirst();
        assertEquals(FindingId.EXPORT_MISMATCH, found.id());
        assertEquals(Finding.Severity.ERROR, found.severity());
    }

    @Test
    void isAboutTheExactWitnessWhereThatWasClimbed() {
        Ladder saturating = new Ladder(List.of(new Rung.Climbed(Ladder.DEPLOYED, INTEGER),
                new Rung.Climbed("onnxruntime", but(100)), new Rung.Climbed("onnxruntime-exact", INTEGER)));
        assertEquals(List.of(), new ExportMismatch()
                .examine(Experiments.of(saturating, "unit", List.of(), (task, graph, samples) -> INTEGER)));
        Ladder another = new Ladder(List.of(new Rung.Climbed(Ladder.DEPLOYED, INTEGER),
                new Rung.Climbed("onnxruntime", INTEGER), new Rung.Climbed("onnxruntime-exact", but(100))));
        assertEquals(Finding.Severity.ERROR, new ExportMismatch()
                .examine(Experiments.of(another, "unit", List.of(), (task, graph, samples) -> INTEGER)).getFirst()
                .severity());
    }

    @Test
    void asksTensorFlowLiteOfItsFiles() {
        Ladder ladder = new Ladder(List.of(new Rung.Climbed(Ladder.DEPLOYED, INTEGER),
                new Rung.Skipped("onnxruntime", "a .tflite file, needed .onnx"), new Rung.Climbed("tflite", but(100))));
        Finding found = new ExportMismatch()
                .examine(Experiments.of(ladder, "unit", List.of(), (task, graph, samples) -> INTEGER)).getFirst();
        assertEquals(FindingId.EXPORT_MISMATCH, found.id());
        assertTrue(found.text().startsWith("TensorFlow Lite predicts another class than integer kernels for "),
                found.text());
        assertTrue(found.evidence().contains(", tflite = "), found.evidence());
    }
}
