package dev.vernier.report;

import dev.vernier.audit.Audit;
import dev.vernier.audit.Climb;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.DeployedForm;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.data.Loader;
import dev.vernier.model.Card;
import dev.vernier.tensor.Counted;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What people read of an [Audit]: the table, the verdict, and where the numbers come from.
public final class AuditText {
    private static final int SHORT_FINGERPRINT = 12;

    private AuditText() {}

    /// @param gate what became of it; empty where none was set
    /// @param written the int8 model's file; empty where it was not kept
    public static void say(Audit audit, Optional<GateAnswer> gate, Optional<Path> written, Lines lines) {
        sayFound(audit, lines);
        gate.ifPresent(answer -> answer.say(lines));
        written.ifPresent(file -> lines.say(lines.style().dim("written      " + file + ", with its card "
                + Card.beside(file).getFileName())));
        lines.say(lines.style().bold(audit.conclusion()));
    }

    private static void sayFound(Audit audit, Lines lines) {
        Style style = lines.style();
        lines.say("");
        new LadderTable(audit.climb().ladder(), style).lines().forEach(lines::say);
        lines.say("");
        steps(audit.climb().ladder()).forEach(line -> lines.say(style.dim(line)));
        lines.say("");
        lines.say(style.bold(audit.verdict().text()));
        Map<Boolean, List<Finding>> findings = audit.findings().stream().filter(finding -> !finding.id().isVerdict())
                .collect(Collectors.partitioningBy(finding -> finding.severity() == Finding.Severity.ERROR));
        findings.get(true).forEach(cause -> lines.say(FindingText.line(cause)));
        audit.forms().stream().skip(1).filter(DeployedForm::isChanged)
                .forEach(form -> lines.say(style.bold(form.verdict().text())));
        if (findings.get(true).isEmpty()) {
            origin(audit).ifPresent(lines::say);
        }
        if (!audit.climb().ladder().isUnlabelled()) {
            PairedText.sayMoreSamples(audit.paired().moreSamples(), "show it", lines);
            PairedText.sayChanged("classes", label -> "class " + className(audit, label), audit.classes(), lines);
        }
        findings.get(false).forEach(finding -> lines.say(FindingText.line(finding)));
        lines.say("");
        scores(audit).ifPresent(line -> lines.say(style.dim(line)));
        if (audit.candidate().isModel()) {
            lines.say(style.dim(size(audit)));
        }
        calibration(audit).ifPresent(line -> lines.say(style.dim(line)));
        audit.int8()
                .ifPresent(int8 -> ConvergenceText.say(CalibrationAnswer.SettlingAnswer.of(int8.convergence()), lines));
        lines.say(style.dim(evaluation(audit)));
    }

    private static String className(Audit audit, int label) {
        List<String> labels = LadderAnswer.labels(audit);
        return label >= 0 && label < labels.size() ? labels.get(label) : Integer.toString(label);
    }

    /// Where a change of the deployed model arises; empty where there is none to speak of.
    private static Optional<String> origin(Audit audit) {
        Ladder ladder = audit.climb().ladder();
        return ladder.paired(Ladder.DEPLOYED)
                .filter(paired -> paired.mcNemar().rejects() && !ladder.isUnlabelled())
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

    private static String size(Audit audit) {
        return sizes(audit.source().stored().bytes(), audit.candidate().content().bytes());
    }

    static String sizes(long before, long after) {
        return String.format(Locale.ROOT, "size         %s -> %s (%.0f %%)", size(before), size(after),
                100.0 * after / before);
    }

    private static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /// How far the scores are from the float model's, which needs no labels.
    private static Optional<String> scores(Audit audit) {
        return Optional.ofNullable(audit.climb().divergences().get(audit.deployed())).filter(apart -> apart.n() > 0)
                .map(apart -> String.format(Locale.ROOT, "scores       %s against float on %s: SQNR %s%s",
                        audit.deployed(), new Counted(apart.n(), "sample"), Double.isFinite(apart.sqnr().decibels())
                                ? String.format(Locale.ROOT, "%.1f dB", apart.sqnr().decibels())
                                : "infinite",
                        apart.kl().isPresent()
                                ? String.format(Locale.ROOT, ", KL divergence %.2g nats", apart.kl().getAsDouble())
                                : ""));
    }

    private static Optional<String> calibration(Audit audit) {
        return audit.int8()
                .map(int8 -> String.format(Locale.ROOT, "calibration  %s of %s, %s, fingerprint %s",
                        new Counted(int8.calibration().n(), "sample"),
                        int8.data(),
                        int8.recipe(),
                        int8.calibration().fingerprint().substring(0, SHORT_FINGERPRINT)));
    }

    private static String evaluation(Audit audit) {
        Loader samples = audit.samples().evaluation();
        return String.format(Locale.ROOT, "evaluation   %s of %s, preprocessing %s, engine %s%s%s",
                new Counted(samples.dataset().size(), "sample"), samples.dataset().name(), samples.preprocess(),
                audit.engine(),
                speed(audit.climb(), Ladder.REFERENCE, samples), speed(audit.climb(), Ladder.DEPLOYED, samples));
    }

    private static String speed(Climb climb, String id, Loader samples) {
        Double seconds = climb.seconds().get(id);
        return seconds == null
                ? ""
                : String.format(Locale.ROOT, ", %s %,.0f/s", id, samples.dataset().size() / seconds);
    }
}
