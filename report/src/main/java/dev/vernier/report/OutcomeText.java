package dev.vernier.report;

import dev.vernier.audit.Audit;
import dev.vernier.audit.Climb;
import dev.vernier.audit.ladder.DeployedForm;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.data.Loader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people read of an [Audit]: the table, the verdict, and where the numbers come from.
public final class OutcomeText {
    private static final int SHORT_FINGERPRINT = 12;

    private OutcomeText() {}

    public static void say(Audit outcome, Lines lines) {
        Style style = lines.style();
        lines.say("");
        new LadderTable(outcome.climb().ladder(), style).lines().forEach(lines::say);
        lines.say("");
        steps(outcome.climb().ladder()).forEach(line -> lines.say(style.dim(line)));
        lines.say("");
        List<String> verdicts = new ArrayList<>(List.of(outcome.verdict().text()));
        outcome.forms().stream().skip(1).filter(DeployedForm::isChanged)
                .forEach(form -> verdicts.add(form.verdict().text()));
        verdicts.forEach(text -> lines.say(style.bold(text)));
        origin(outcome).ifPresent(lines::say);
        PairedText.sayMoreSamples(outcome.paired().moreSamples(), "show it", lines);
        PairedText.sayChanged("class", "classes", outcome.classes(), lines);
        outcome.findings().stream()
                .filter(finding -> !verdicts.contains(finding.text()))
                .forEach(finding -> lines.say(finding.severity() + " " + finding.id() + ": " + finding.text()
                        + finding.remedy().map(remedy -> "; " + remedy).orElse("")));
        lines.say("");
        lines.say(style.dim(size(outcome)));
        calibration(outcome).ifPresent(line -> lines.say(style.dim(line)));
        outcome.int8()
                .ifPresent(int8 -> StabilityText.say(CalibrationAnswer.SettlingAnswer.of(int8.stability()), lines));
        lines.say(style.dim(evaluation(outcome)));
    }

    /// The last line: what became of every deployed form.
    public static void conclude(Audit outcome, Lines lines) {
        lines.say(lines.style().bold(outcome.conclusion()));
    }

    /// Where a change of the deployed model arises; empty where there is none to speak of.
    private static Optional<String> origin(Audit outcome) {
        Ladder ladder = outcome.climb().ladder();
        return ladder.paired(Ladder.DEPLOYED)
                .filter(paired -> paired.mcNemar().rejects())
                .map(paired -> ladder.breaking(Ladder.DEPLOYED)
                        .map(step -> "it arises at " + step.rung() + ", " + step.text())
                        .orElse("no step alone changes the accuracy by more than chance: it adds up over the steps"));
    }

    private static List<String> steps(Ladder ladder) {
        String name = LadderTable.name(ladder);
        return ladder.rungs().stream()
                .flatMap(rung -> ladder.step(rung.id()).stream())
                .map(step -> String.format(Locale.ROOT, name + "  %s", step.rung(), step.text()))
                .toList();
    }

    private static String size(Audit outcome) {
        long before = outcome.source().stored().bytes();
        long after = outcome.candidate().content().bytes();
        return String.format(Locale.ROOT, "size         %s -> %s (%.0f %%)", size(before), size(after),
                100.0 * after / before);
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static Optional<String> calibration(Audit outcome) {
        return outcome.int8()
                .map(int8 -> String.format(Locale.ROOT, "calibration  %,d samples of %s, %s, fingerprint %s",
                        int8.calibration().n(),
                        outcome.samples().calibration().map(loader -> loader.dataset().name()).orElse(""),
                        int8.recipe(),
                        int8.calibration().fingerprint().substring(0, SHORT_FINGERPRINT)));
    }

    private static String evaluation(Audit outcome) {
        Loader samples = outcome.samples().evaluation();
        return String.format(Locale.ROOT, "evaluation   %,d samples of %s, preprocessing %s, engine %s%s%s",
                samples.dataset().size(), samples.dataset().name(), samples.preprocess(), outcome.engine(),
                speed(outcome.climb(), Ladder.REFERENCE, samples), speed(outcome.climb(), Ladder.DEPLOYED, samples));
    }

    private static String speed(Climb climb, String id, Loader samples) {
        Double seconds = climb.seconds().get(id);
        return seconds == null
                ? ""
                : String.format(Locale.ROOT, ", %s %,.0f/s", id, samples.dataset().size() / seconds);
    }
}
