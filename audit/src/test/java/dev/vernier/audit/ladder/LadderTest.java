package dev.vernier.audit.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final int N = 200;

    /// Right on every sample but the first `wrong` ones.
    private static Rung rung(String id, int wrong) {
        int[] predictions = new int[N];
        for (int i = 0; i < wrong; i++) {
            predictions[i] = 1;
        }
        return new Rung.Climbed(id, Predictions.of(predictions, new int[N]));
    }

    private static Ladder ladder(Rung... rungs) {
        return new Ladder(List.of(rungs));
    }

    @Test
    void pairsEachRungWithTheOneItStandsOn() {
        Ladder ladder = ladder(rung("float", 3), rung("folded", 3), rung("weights", 4), rung("simulated", 20),
                rung("integer", 20), rung("dequantized", 4), rung("onnxruntime", 21));
        List<String> against = new ArrayList<>();
        ladder.rungs().forEach(rung -> ladder.step(rung.id()).ifPresent(step -> against.add(step.against())));
        assertEquals(List.of("float", "folded", "weights", "simulated", "weights", "integer"), against);
        assertEquals(
                "int8 activations as well, simulated in float: 16 of 200 predictions differ from weights, "
                        + "16 lost and 0 gained: a change of -8.00 points",
                ladder.step("simulated").orElseThrow().text());
        assertEquals(
                "the same in integer kernels: every prediction as in simulated",
                ladder.step("integer").orElseThrow().text());
        assertEquals(
                "the file in ONNX Runtime: 1 of 200 predictions differs from integer, no evidence of a change",
                ladder.step("onnxruntime").orElseThrow().text());
    }

    @Test
    void findsTheFirstStepThatBreaks() {
        Ladder ladder = ladder(rung("float", 3), rung("folded", 3), rung("weights", 4), rung("simulated", 20),
                rung("integer", 20));
        assertEquals(Optional.of("simulated"), ladder.breaking("integer").map(LadderStep::rung));
        assertEquals(Optional.empty(), ladder.breaking("weights"));
    }

    @Test
    void standsOnTheNextLowerRungWhereOneIsMissing() {
        Ladder ladder = ladder(rung("float", 3), new Rung.Skipped("weights", "not there"), rung("simulated", 4),
                rung("candidate", 5));
        assertEquals("float", ladder.step("simulated").orElseThrow().against());
        assertEquals("float", ladder.step("candidate").orElseThrow().against());
        assertTrue(ladder.step("weights").isEmpty());
        assertTrue(ladder.step("float").isEmpty());
    }

    @Test
    void hasADeployedFormOnlyWithTheDeployedRung() {
        assertTrue(DeployedForm.of(ladder(rung("float", 3))).isEmpty());
        assertFalse(DeployedForm.of(ladder(rung("float", 3), rung("integer", 4))).isEmpty());
    }
}
