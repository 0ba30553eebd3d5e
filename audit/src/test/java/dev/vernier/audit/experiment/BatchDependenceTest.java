package dev.vernier.audit.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.finding.Finding;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

final class BatchDependenceTest {
    private static final int N = 64;
    private static final int CLASSES = 10;

    private static List<Finding> examine(IntFunction<Tensor> scores) {
        return new BatchDependence().examine(new Experiment(Experiments.MODEL, Optional.empty(),
                new dev.vernier.audit.ladder.Ladder(List.of()), "candidate", Experiments.samples("unit"), List.of(),
                List.of(),
                List.of(new Batched("a.onnx", scores)), (task, graph, samples) -> null));
    }

    /// Scores from -1 to 1 with noise on some samples in all batches but single ones.
    private static Tensor scores(int batch, int noisy, float noise) {
        Random random = new Random(5);
        float[] scores = new float[N * CLASSES];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextFloat() * 2 - 1 + (batch > 1 && i / CLASSES < noisy ? (i % 2 - 0.5f) * noise : 0);
        }
        return Tensor.of(Shape.of(N, CLASSES), scores);
    }

    @Test
    void namesAModelWhoseSamplesChangeEachOther() {
        Finding found = examine(batch -> scores(batch, N, 0.8f)).getFirst();
        assertEquals(Finding.Severity.ERROR, found.severity());
        assertTrue(found.text().startsWith("a.onnx gives other scores to 64 of 64 samples in batches of 7"),
                found.text());
    }

    @Test
    void onlyWarnsWhereScoresMoveAndNoClassDoes() {
        assertEquals(List.of(Finding.Severity.WARNING),
                examine(batch -> scores(batch, N, 0.005f)).stream().map(Finding::severity).toList());
    }

    @Test
    void takesNoRoundingOfFloatSumsForIt() {
        assertEquals(List.of(), examine(batch -> scores(batch, N, 1e-5f)));
    }

    @Test
    void takesNoCodeThatTipsOverForIt() {
        assertEquals(List.of(), examine(batch -> scores(batch, 3, 0.04f)));
    }

    @Test
    void saysNothingOfAFileThatCannotRun() {
        assertEquals(List.of(), examine(batch -> {
            throw new IllegalArgumentException("onnxruntime does not take the graph");
        }));
    }
}
