package dev.vernier.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.Verdict;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// PyTorch's own predictions for one network on 10,000 images: float, and int8 under several calibrations.
final class FoundingExperimentTest {
    private Map<String, Tensor> runs;

    @BeforeEach
    void read() {
        runs = Npz.read(Shared.path("golden/resnet18_torch_predictions.npz"));
    }

    @Test
    void showsThatTheMinMaxRunIsReallyWorse() {
        Paired paired = againstFloat("minmax_n-1024_bs-32_aug-False");
        assertEquals(new Paired(10_000, 7_500, 120, 80, 9_735), paired);
        assertEquals(0.0057, paired.p(), 5e-5);
        assertEquals("worse", Verdict.of("int8", paired).id());
    }

    @Test
    void showsNoEvidenceThatTheHistogramRunDiffers() {
        Paired paired = againstFloat("hist_n-1024_bs-8");
        assertEquals(new Paired(10_000, 7_500, 92, 87, 9_769), paired);
        assertEquals("no-evidence", Verdict.of("int8", paired).id());
    }

    @Test
    void showsThatMinMaxDoesNotDependOnTheBatchSize() {
        Predictions reference = predictions("minmax_n-1024_bs-8_aug-False");
        assertEquals(reference, predictions("minmax_n-1024_bs-32_aug-False"));
        assertEquals(reference, predictions("minmax_n-1024_bs-64_aug-False"));
        assertTrue(Paired.of(reference, predictions("minmax_n-1024_bs-64_aug-False")).isIdentical());
    }

    private Paired againstFloat(String run) {
        return Paired.of(predictions("float"), predictions(run));
    }

    private Predictions predictions(String run) {
        return Predictions.of(runs.get(run).ints(), runs.get("labels").ints());
    }
}
