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
    private static final Examiner EXAMINER = new Examiner(NETWORKS, new OneDnnEngine(), 400);

    @ParameterizedTest
    @ValueSource(strings = {
        "tuning/shapes/qnnpack/uncalibrated/1.0/0",
        "tuning/shapes/fbgemm/scale-permuted/0.0/0",
        "tuning/shapes/onednn/weights-differ/1.0/0",
        "tuning/shapes/x86/missing-activation/1.0/0",
        "tuning/shapes/x86/outlier-channel/256.0/0",
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
    void readsALineOfTheResultsAsItWasWritten() {
        Case of = Case.parse("scoring/resnet20/x86/clipping/0.2/1003");
        Answer answer = new Answer(of, 30, 2, 1e-5, List.of("error:clipping", "warning:accuracy-loss"), "why");
        assertEquals(answer, Answer.parse(answer.line()));
        assertTrue(answer.isRight() && answer.hasEffect());
    }

    @Test
    void scoresOnlyWhatHasAnEffect() {
        Case of = Case.parse("scoring/resnet20/x86/clipping/0.2/1003");
        String card = new Scorecard(Case.Phase.SCORING, "0123456", 4, List.of(
                new Answer(of, 30, 2, 1e-5, List.of("error:clipping"), "-"),
                new Answer(of, 40, 2, 1e-5, List.of("error:wasted-range"), "-"),
                new Answer(of, 3, 2, 1, List.of("info:clipping"), "-"))).markdown();
        assertTrue(card.contains("| `clipping` | 2 | 1, 50.0 % (9.5 to 90.5) | 1 |"), card);
        assertTrue(card.contains("3 of 4 cases"), card);
        assertTrue(card.contains("Of 1 planted faults"), card);
    }

    @Test
    void tellsSeedsAndImagesOfScoringFromThoseOfTuning() {
        List<Case> tuning = Case.planted(Case.Phase.TUNING, NETWORKS, 10);
        List<Case> scoring = Case.planted(Case.Phase.SCORING, NETWORKS, 10);
        assertTrue(tuning.stream().noneMatch(one -> scoring.stream()
                .anyMatch(other -> other.seed() == one.seed() || other.slice() == one.slice())));
    }
}
