package dev.vernier.audit.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeployedFormTest {
    private static final int N = 1_000;

    /// @param wrong how many samples each rung behind the float one gets wrong
    private static Ladder ladder(List<String> ids, int... wrong) {
        List<Rung> rungs = new ArrayList<>(List.of(rung(Ladder.REFERENCE, 0)));
        for (int i = 0; i < wrong.length; i++) {
            rungs.add(rung(ids.get(i), wrong[i]));
        }
        return new Ladder(rungs);
    }

    private static Rung rung(String id, int wrong) {
        int[] predictions = new int[N];
        Arrays.fill(predictions, 0, wrong, 1);
        return new Rung.Climbed(id, Predictions.of(predictions, new int[N]));
    }

    private static String conclusion(Ladder ladder) {
        return DeployedForm.conclusion(DeployedForm.of(ladder));
    }

    @Test
    void nameEachThatChangedAndWhere() {
        Ladder ladder = ladder(List.of("integer", "onnxruntime", "onnxruntime-exact"), 1, 25, 1);
        assertEquals("int8: no evidence of a change; in ONNX Runtime on this CPU worse by 2.50 points "
                + "(lost 25, gained 0, p < 0.0001)", conclusion(ladder));
        assertEquals(List.of("no-evidence", "worse"),
                DeployedForm.of(ladder).stream().map(form -> form.verdict().id()).toList());
    }

    @Test
    void shareASentenceWhereNoneChanged() {
        assertEquals("int8, also in ONNX Runtime on this CPU: no evidence of a change",
                conclusion(ladder(List.of("integer", "onnxruntime"), 1, 2)));
        assertEquals("candidate: no evidence of a change", conclusion(ladder(List.of("candidate"), 1)));
    }

    @Test
    void doNotIncludeTheExactWitnessUnlessItIsNamed() {
        Ladder ladder = ladder(List.of("integer", "onnxruntime-exact"), 1, 2);
        assertEquals(List.of("integer"), DeployedForm.of(ladder).stream().map(DeployedForm::rung).toList());
        assertEquals("int8 in ONNX Runtime's exact kernels",
                DeployedForm.on("onnxruntime-exact", ladder).orElseThrow().name());
    }
}
