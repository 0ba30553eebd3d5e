package dev.vernier.cli.view;

import dev.vernier.audit.DeployedForm;
import dev.vernier.audit.Ladder;
import dev.vernier.cli.console.Console;
import dev.vernier.cli.console.Style;
import dev.vernier.cli.job.Climb;
import dev.vernier.cli.job.Outcome;
import dev.vernier.data.Loader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What people read of an [Outcome]: the table, the verdict, and where the numbers come from.
public final class OutcomeText {
    private static final int SHORT_FINGERPRINT = 12;

    private OutcomeText() {}

    public static void say(Outcome outcome, Console console) {
        Style style = console.style();
        console.say("");
        new LadderTable(outcome.climb().ladder(), style).lines().forEach(console::say);
        console.say("");
        steps(outcome.climb().ladder()).forEach(line -> console.say(style.dim(line)));
        console.say("");
        List<String> verdicts = new ArrayList<>(List.of(outcome.verdict().text()));
        outcome.forms().stream().skip(1).filter(DeployedForm::isChanged)
                .forEach(form -> verdicts.add(form.verdict().text()));
        verdicts.forEach(text -> console.say(style.bold(text)));
        origin(outcome).ifPresent(console::say);
        PairedText.sayMoreSamples(outcome.paired().moreSamples(), "show it", console);
        PairedText.sayChanged("class", "classes", outcome.classes(), console);
        outcome.findings().stream()
                .filter(finding -> !verdicts.contains(finding.text()))
                .forEach(finding -> console.say(finding.severity() + " " + finding.id() + ": " + finding.text()
                        + finding.remedy().map(remedy -> "; " + remedy).orElse("")));
        console.say("");
        console.say(style.dim(size(outcome)));
        calibration(outcome).ifPresent(line -> console.say(style.dim(line)));
        outcome.int8()
                .ifPresent(int8 -> StabilityText.say(CalibrationAnswer.SettlingAnswer.of(int8.stability()), console));
        console.say(style.dim(evaluation(outcome)));
    }

    /// The last line: what became of every deployed form.
    public static void conclude(Outcome outcome, Console console) {
        console.say(console.style().bold(outcome.conclusion()));
    }

    /// Where a change of the deployed model arises; empty where there is none to speak of.
    private static Optional<String> origin(Outcome outcome) {
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

    private static String size(Outcome outcome) {
        long before = outcome.source().content().bytes();
        long after = outcome.candidate().content().bytes();
        return String.format(Locale.ROOT, "size         %s -> %s (%.0f %%)", size(before), size(after),
                100.0 * after / before);
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static Optional<String> calibration(Outcome outcome) {
        return outcome.int8()
                .map(int8 -> String.format(Locale.ROOT, "calibration  %,d samples of %s, %s, fingerprint %s",
                        int8.calibration().n(),
                        outcome.samples().calibration().map(loader -> loader.dataset().name()).orElse(""),
                        int8.recipe(),
                        int8.calibration().fingerprint().substring(0, SHORT_FINGERPRINT)));
    }

    private static String evaluation(Outcome outcome) {
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
