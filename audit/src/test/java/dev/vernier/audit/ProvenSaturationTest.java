package dev.vernier.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.error.Saturation;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.graph.op.SaturatingSums.Count;
import dev.vernier.stats.Predictions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProvenSaturationTest {
    private static final int N = 1_000;
    private static final Saturation COUNTED =
            new Saturation(32, List.of(new Saturation.Layer("conv1", 8, 3, 40_000, new Count(100, 1_000, 20, 400))));

    private static Rung rung(String id, int wrong) {
        int[] predictions = new int[N];
        Arrays.fill(predictions, 0, wrong, 1);
        return new Rung.Climbed(id, Predictions.of(predictions, new int[N]));
    }

    private static Climb climb(int integer, int asItComes, int exact) {
        return new Climb(new Ladder(List.of(rung(Ladder.REFERENCE, 0), rung(Ladder.DEPLOYED, integer),
                rung(Ladder.ONNX_RUNTIME, asItComes), rung(Ladder.ONNX_RUNTIME_EXACT, exact))),
                Map.of(Ladder.ONNX_RUNTIME, 2.0, Ladder.ONNX_RUNTIME_EXACT, 3.0));
    }

    @Test
    void isAnErrorWhereExactKernelsBringTheLossBack() {
        Finding found = SaturationFinding.of(COUNTED, climb(10, 40, 10));
        assertEquals(Finding.Severity.ERROR, found.severity());
        assertTrue(found.evidence().contains("integer = 990, onnxruntime = 960, onnxruntime-exact = 990")
                && found.evidence().contains("'conv1'"), found.evidence());
        assertEquals(30, found.counterfactualNumbers().toMap().get("gained"));
        assertEquals(0, found.counterfactualNumbers().toMap().get("lost"));
        String remedy = found.remedy().orElseThrow();
        assertTrue(remedy.contains("--qconfig portable") && remedy.contains("(1.5 times the time here)"), remedy);
    }

    @Test
    void isNoErrorWhereTheLossMayBeChance() {
        assertEquals(Finding.Severity.WARNING, SaturationFinding.of(COUNTED, climb(10, 13, 10)).severity());
    }

    @Test
    void isAShortRemarkAboutOtherMachinesWhereSaturationChangesNoClassHere() {
        Finding found = SaturationFinding.of(COUNTED, climb(10, 40, 40));
        assertEquals(Finding.Severity.INFO, found.severity());
        assertEquals("elsewhere, on CPUs without VNNI, 1 of 1 layer would saturate", found.text());
        Climb replayed = new Climb(climb(10, 40, 40).ladder().and(rung(Ladder.SATURATED, 10)), Map.of());
        assertEquals(Finding.Severity.WARNING, SaturationFinding.of(COUNTED, replayed).severity());
    }

    @Test
    void asksForMoreWhereNoCountSpeaksForIt() {
        ProvenSaturation small = ProvenSaturation.of(climb(10, 17, 10)).orElseThrow();
        assertTrue(small.isFault(true));
        assertFalse(small.isFault(false));
        assertTrue(ProvenSaturation.of(climb(10, 40, 15)).orElseThrow().isFault(false));
        assertFalse(ProvenSaturation.of(climb(10, 60, 45)).orElseThrow().isFault(false));
    }

    @Test
    void needsTheExactRung() {
        assertEquals(Optional.empty(), ProvenSaturation.of(new Climb(
                new Ladder(List.of(rung(Ladder.DEPLOYED, 0), rung(Ladder.ONNX_RUNTIME, 9))), Map.of())));
    }
}
