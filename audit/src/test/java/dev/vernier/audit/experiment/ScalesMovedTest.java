package dev.vernier.audit.experiment;

import static dev.vernier.audit.experiment.Experiments.N;
import static dev.vernier.audit.experiment.Experiments.right;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScalesMovedTest {
    private static final double LOSSY = 0.6;

    private static QuantizedModel model(float scale, int weights) {
        Graph graph = GraphText.parse("""
                x: f32[n, 4]
                const w: f32[10, 4] = random %d
                y = gemm x, w, _ {transpose_b = true}
                return y
                """.formatted(weights));
        return new QuantizedModel(graph, new Quantization(Map.of("x", QParams.perTensor(DType.U8, scale, 128),
                "w", QParams.perTensor(DType.I8, 0.01f, 0), "y", QParams.perTensor(DType.U8, 0.05f, 128))));
    }

    /// @param undone how often the candidate is right with the reference's scales
    private static List<Finding> examine(QuantizedModel reference, QuantizedModel candidate, double undone) {
        Ladder ladder = new Ladder(List.of(new Rung.Climbed(Ladder.DEPLOYED, right(LOSSY, N, 1))));
        return new ScalesMoved().examine(new Experiment(reference, Optional.of(candidate), ladder, Ladder.DEPLOYED,
                Experiments.samples("unit"), List.of(), List.of(), List.of(),
                (task, graph, samples) -> right(undone, N, 2)));
    }

    @Test
    void namesScalesWhoseReturnBringsTheAccuracyBack() {
        Finding found = examine(model(0.1f, 1), model(0.8f, 1), 0.9).getFirst();
        assertEquals(FindingId.SCALES_MOVED, found.id());
        assertEquals(Finding.Severity.ERROR, found.severity());
        assertEquals(Optional.of("x"), found.tensor());
    }

    @Test
    void onlyMentionsScalesThatDoNoHarm() {
        assertEquals(List.of(Finding.Severity.INFO), examine(model(0.1f, 1), model(0.11f, 1), LOSSY).stream()
                .map(Finding::severity).toList());
    }

    @Test
    void saysNothingWhereTheyAreTheSame() {
        assertEquals(List.of(), examine(model(0.1f, 1), model(0.1f, 1), 0.9));
    }

    @Test
    void saysNothingOfModelsWithOtherWeights() {
        assertEquals(List.of(), examine(model(0.1f, 1), model(0.8f, 2), 0.9));
    }

    @Test
    void saysNothingWhereTheReferenceIsFloat() {
        assertEquals(List.of(),
                examine(new QuantizedModel(model(0.1f, 1).graph(), Quantization.NONE), model(0.8f, 1), 0.9));
    }
}
