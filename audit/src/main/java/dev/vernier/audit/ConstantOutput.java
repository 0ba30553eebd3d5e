package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.audit.ladder.DeployedForm;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A deployed form that gives every sample the same, though the float model tells them apart. Few samples show that where
/// they cannot show a loss of accuracy.
final class ConstantOutput {
    /// Samples that the float model must take for something else: one or two may lie between classes.
    private static final int FEWEST = 3;

    private ConstantOutput() {}

    /// Proven where the scores themselves are the same, a suspicion where only the class is.
    ///
    /// @param forms those that were climbed
    static Optional<Finding> of(Climb climb, List<DeployedForm> forms) {
        Predictions expected = climb.ladder().predictions(Ladder.REFERENCE).orElseThrow();
        List<DeployedForm> constant =
                forms.stream().filter(form -> isConstant(expected, predictions(form, climb))).toList();
        return constant.stream().filter(form -> climb.seen().constant().contains(form.rung())).findFirst()
                .or(() -> constant.stream().findFirst())
                .map(form -> finding(form, constant, expected, climb));
    }

    private static Predictions predictions(DeployedForm form, Climb climb) {
        return climb.ladder().predictions(form.rung()).orElseThrow();
    }

    private static boolean isConstant(Predictions expected, Predictions given) {
        return classes(given) == 1 && others(expected, given) >= FEWEST;
    }

    private static long classes(Predictions predictions) {
        return IntStream.range(0, predictions.n()).map(predictions::prediction).distinct().count();
    }

    private static long others(Predictions expected, Predictions given) {
        return IntStream.range(0, expected.n())
                .filter(sample -> expected.prediction(sample) != given.prediction(sample)).count();
    }

    private static Finding finding(DeployedForm form, List<DeployedForm> all, Predictions expected, Climb climb) {
        Predictions given = predictions(form, climb);
        boolean areScores = climb.seen().constant().contains(form.rung());
        return new Finding(FindingId.CONSTANT_OUTPUT,
                areScores ? Finding.Severity.ERROR : Finding.Severity.WARNING, Optional.empty(),
                String.format(Locale.ROOT, "%s gives %s for all %,d samples, where float tells %,d classes apart",
                        form.name(), areScores ? "the same scores" : "class " + given.prediction(0), given.n(),
                        classes(expected)),
                String.format(Locale.ROOT, "class %d on %s; in float another class for %,d of %,d", given.prediction(0),
                        all.stream().map(DeployedForm::rung).collect(Collectors.joining(", ")), others(expected, given),
                        given.n()),
                Optional.empty(),
                Optional.of("look at the scales and weights behind which all is the same (inspect, or the report)"))
                .withNumbers(Numbers.of("class", given.prediction(0)).and("n", given.n())
                        .and("float_classes", classes(expected)).and("other_in_float", others(expected, given)));
    }
}
