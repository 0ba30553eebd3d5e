package dev.vernier.audit.experiment;

import static dev.vernier.audit.experiment.Experiments.CLASSES;
import static dev.vernier.audit.experiment.Experiments.N;
import static dev.vernier.audit.experiment.Experiments.labels;
import static dev.vernier.audit.experiment.Experiments.right;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LabelMappingTest {
    private static final Runner NEVER = (task, graph, samples) -> {
        throw new IllegalArgumentException("nothing to run");
    };

    /// A model of 90 % whose classes the data numbers otherwise.
    private static Predictions numbered(IntUnaryOperator labelOf) {
        Predictions predictions = right(0.9, N, 3);
        return Predictions.of(IntStream.range(0, N).map(predictions::prediction).toArray(),
                IntStream.of(labels(N)).map(labelOf).toArray());
    }

    private static List<Finding> examine(Predictions predictions) {
        return Experiments.of(predictions, "unit", List.of(), NEVER).findings();
    }

    private static Finding found(Predictions predictions) {
        Finding found = examine(predictions).getFirst();
        assertEquals(FindingId.LABEL_MAPPING, found.id());
        assertEquals(Finding.Severity.ERROR, found.severity());
        return found;
    }

    @Test
    void findsLabelsThatAreOffByOne() {
        Finding found = found(numbered(label -> label + 1));
        assertTrue(found.text().contains("plus 1"), found.text());
        assertTrue(found.counterfactual().orElseThrow()
                .matches("with the labels mapped [789]\\d\\d of 1,000 are correct .*"));
    }

    @Test
    void findsTwoClassesThatChangedPlaces() {
        Finding found = found(numbered(label -> label == 3 ? 5 : label == 5 ? 3 : label));
        assertTrue(found.text().contains("class 3 is label 5, class 5 is label 3"), found.text());
    }

    @Test
    void findsFoldersOfNumbersThatWereSortedAsText() {
        int classes = 12;
        List<String> sorted = IntStream.range(0, classes).mapToObj(Integer::toString).sorted().toList();
        int[] of = IntStream.range(0, N).map(sample -> sample * 5 % classes).toArray();
        Predictions predictions = Predictions.of(of,
                IntStream.of(of).map(label -> sorted.indexOf(Integer.toString(label))).toArray());
        assertTrue(found(predictions).text().contains("sorted as text"));
    }

    @Test
    void isNamedWhereAnotherPreprocessingHappensToHelpALittle() {
        Predictions shifted = LabelMap.shifted(-1, CLASSES).of(right(0.9, N, 3));
        Runner little = (task, graph, samples) -> right(0.3, samples.dataset().size(), 4);
        assertEquals(List.of(FindingId.LABEL_MAPPING),
                Experiments.ids(Experiments.of(shifted, "unit", List.of(), little).findings()));
    }

    @Test
    void knowsTheOrderOfTheNamesOnBothSides() {
        Loader shapes = Loader.of(DataSpec.parse("shapes:test").open().first(N), Preprocess.UNIT);
        List<String> names = shapes.dataset().labels().reversed();
        Predictions reversed = numbered(label -> CLASSES - 1 - label);
        Experiment experiment = new Experiment(Experiments.MODEL, Optional.empty(),
                new Ladder(List.of(new Rung.Climbed(Ladder.REFERENCE, reversed))), "candidate", shapes, List.of(),
                names, List.of(), NEVER);
        assertTrue(experiment.findings().getFirst().text().contains("class names"));
    }

    @Test
    void looksAtTheCandidateWhereTheFloatModelIsAsItShouldBe() {
        Ladder ladder = new Ladder(List.of(new Rung.Climbed(Ladder.REFERENCE, right(0.9, N, 1)),
                new Rung.Climbed(Ladder.DEPLOYED, LabelMap.shifted(-1, CLASSES).of(right(0.9, N, 2)))));
        Finding found = Experiments.of(ladder, "unit", List.of(), NEVER).findings().getFirst();
        assertTrue(found.text().startsWith("the candidate"), found.text());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 0.9, 1})
    void leavesAModelAloneThatIsOnlyWrong(double share) {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(List.of(), examine(right(share, N, seed)), "seed = " + seed);
        }
    }

    @Test
    void leavesAModelAloneThatCallsAllTheSame() {
        assertEquals(List.of(), examine(Predictions.of(new int[N], labels(N))));
        int[] mostlyOne = IntStream.range(0, N).map(sample -> sample % 5 == 0 ? 3 : 1).toArray();
        assertEquals(List.of(), examine(Predictions.of(new int[N], mostlyOne)));
    }
}
