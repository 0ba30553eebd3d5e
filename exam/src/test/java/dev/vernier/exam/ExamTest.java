package dev.vernier.exam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.onednn.OneDnnEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A small part of the exam, on the network that comes with Vernier.
final class ExamTest {
    private static final List<Network> NETWORKS = List.of(Network.shapes(Path.of("..")));
    private static final Examiner EXAMINER = new Examiner(NETWORKS, new OneDnnEngine(), 500);

    @ParameterizedTest
    @ValueSource(strings = {
        "tuning/shapes/qnnpack/uncalibrated/1.0/0",
        "tuning/shapes/fbgemm/scale-permuted/0.0/0",
        "tuning/shapes/onednn/weights-differ/1.0/0",
        "tuning/shapes/x86/missing-activation/1.0/0",
        "tuning/shapes/fbgemm/batch-norm-mismatch/0.4/0",
        "tuning/shapes/onednn/preprocessing-mismatch/1.0/0",
        "tuning/shapes/fbgemm/label-mapping/3.0/0"
    })
    void namesWhatWasPlanted(String planted) {
        Answer answer = EXAMINER.examine(Case.parse(planted));
        assertTrue(answer.hasEffect(), answer.line());
        assertEquals(answer.of().fault(), answer.firstError().orElse("none"), answer.line());
    }

    @ParameterizedTest
    @MethodSource("clean")
    void findsNoErrorWhereNothingIsWrong(Case clean) {
        Answer answer = EXAMINER.examine(clean);
        assertTrue(answer.firstError().isEmpty(), answer.line());
    }

    static List<Case> clean() {
        return Case.clean(Case.Phase.TUNING, NETWORKS, 10);
    }

    @Test
    void tellsSeedsAndImagesOfScoringFromThoseOfTuning() {
        List<Case> tuning = Case.planted(Case.Phase.TUNING, NETWORKS, 10);
        List<Case> scoring = Case.planted(Case.Phase.SCORING, NETWORKS, 10);
        assertTrue(tuning.stream().noneMatch(one -> scoring.stream()
                .anyMatch(other -> other.seed() == one.seed() || other.slice() == one.slice())));
    }
}
