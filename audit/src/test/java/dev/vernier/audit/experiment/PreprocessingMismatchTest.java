package dev.vernier.audit.experiment;

import static dev.vernier.audit.experiment.Experiments.N;
import static dev.vernier.audit.experiment.Experiments.right;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.data.Preprocess;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PreprocessingMismatchTest {
    /// A model that takes one preprocessing, and gets a share of the samples right with all others.
    private static Runner taking(String right, double share) {
        Preprocess wanted = Preprocess.parse(right);
        return (task, graph, loader) -> loader.preprocess().equals(wanted)
                ? right(0.9, loader.dataset().size(), 1)
                : right(share, loader.dataset().size(), loader.preprocess().hash());
    }

    private static List<Finding> examine(String used, String wanted, double share, Told... told) {
        Runner model = taking(wanted, share);
        return Experiments.of(
                model.predict("it", Experiments.MODEL.graph(), Experiments.samples(used)), used, List.of(told), model)
                .findings();
    }

    private static Told told(String how) {
        return new Told("the card", Preprocess.parse(how));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "unit", "signed", "imagenet,channels=bgr",
        "scale=1,mean=103.939:116.779:123.68,std=1,channels=bgr"})
    void findsTheCommonWayThatTheModelWasTrainedWith(String wanted) {
        Finding found = examine("imagenet", wanted, 0.4).getFirst();
        assertEquals(FindingId.PREPROCESSING_MISMATCH, found.id());
        assertEquals(Finding.Severity.ERROR, found.severity());
        assertTrue(found.text().contains(wanted), found.text());
        assertTrue(found.counterfactual().orElseThrow().contains(" of 1,000 are correct instead of "));
    }

    @Test
    void believesTheCardWhereItsWayIsBetter() {
        Finding found = examine("unit", "imagenet,resize=32", 0.85, told("imagenet,resize=32")).getFirst();
        assertEquals(Finding.Severity.ERROR, found.severity());
        assertTrue(found.text().contains("the card says imagenet,resize=32"), found.text());
    }

    @Test
    void onlyWarnsOfACardWhoseWayIsNoBetter() {
        List<Finding> found = examine("unit", "unit", 0.4, told("imagenet"));
        assertEquals(List.of(Finding.Severity.WARNING), found.stream().map(Finding::severity).toList());
    }

    @Test
    void saysInOneWarningWhatSeveralCardsAndFilesSay() {
        List<Finding> found = examine("unit", "unit", 0.4, told("imagenet"),
                new Told("the calibration noted in b.onnx", Preprocess.parse("imagenet")),
                new Told("p.npz", Preprocess.parse("raw")));
        assertEquals(List.of("samples were preprocessed as unit, but the card and the calibration noted in b.onnx say"
                + " imagenet, and p.npz says raw"), found.stream().map(Finding::text).toList());
    }

    @Test
    void namesWhatItTries() {
        List<String> tried = new CopyOnWriteArrayList<>();
        Runner model = taking("unit", 0.4);
        Experiments.of(model.predict("it", Experiments.MODEL.graph(), Experiments.samples("unit")), "unit",
                List.of(told("imagenet")), (task, graph, loader) -> {
                    tried.add(task);
                    return model.predict(task, graph, loader);
                }).findings();
        assertTrue(tried.contains("preprocess imagenet") && tried.contains("preprocess signed"), tried.toString());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void namesNoneOfManyWaysThatAreLuckilyALittleBetter(long seed) {
        Runner alike = (task, graph, loader) -> right(0.7, loader.dataset().size(), seed + loader.preprocess().hash());
        assertEquals(List.of(), Experiments.of(right(0.7, N, seed), "unit", List.of(told("unit")), alike).findings());
    }

    @Test
    void goesOnWhereAWayCannotBeRun() {
        Runner choosy = (task, graph, loader) -> {
            if (!loader.preprocess().equals(Preprocess.SIGNED)) {
                throw new IllegalArgumentException("scores are NaN");
            }
            return right(0.9, loader.dataset().size(), 1);
        };
        assertTrue(Experiments.of(right(0.1, N, 2), "raw", List.of(), choosy).findings().getFirst().text()
                .contains("signed"));
    }
}
