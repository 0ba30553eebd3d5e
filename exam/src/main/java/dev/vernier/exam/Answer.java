package dev.vernier.exam;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.stats.McNemar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What came out of a case, a line of the results file.
///
/// @param lost images that the clean int8 model gets right and the faulty one wrong; of a clean run float and int8
/// @param gained the other way round
/// @param p that the audit gives to the change from float
/// @param findings `SEVERITY:ID`, in the audit's order
/// @param evidence of the first error, or else of the first warning
record Answer(Case of, int lost, int gained, double p, List<String> findings, String evidence) {
    /// An effect is a loss below this p against the clean int8 model.
    static final double EFFECT = 0.001;

    private static final String NOT_PLANTED = "not-planted";

    Answer {
        findings = List.copyOf(findings);
    }

    static Answer of(Case of, McNemar effect, double p, List<Finding> findings) {
        return new Answer(of, effect.lost(), effect.gained(), p,
                findings.stream().map(finding -> finding.severity() + ":" + finding.id()).toList(),
                findings.stream().filter(finding -> finding.severity() != Finding.Severity.INFO)
                        .filter(finding -> finding.id() != FindingId.ACCURACY_LOSS)
                        .findFirst().map(finding -> finding.text() + "; " + finding.evidence() + "; "
                                + finding.counterfactual().orElse("-"))
                        .orElse("-").replaceAll("\\s+", " "));
    }

    /// Of a model that has no place for the fault, or that cannot run with it.
    static Answer notPlanted(Case of, String reason) {
        return new Answer(of, 0, 0, 1, List.of(NOT_PLANTED), reason.replaceAll("\\s+", " "));
    }

    boolean isPlanted() {
        return !findings.contains(NOT_PLANTED);
    }

    double effectP() {
        return new McNemar(lost, gained).exact();
    }

    /// Whether the fault surely costs accuracy.
    boolean hasEffect() {
        return isPlanted() && effectP() < EFFECT && lost > gained;
    }

    /// Whether it surely brings some, by chance of the fault.
    boolean isGain() {
        return isPlanted() && effectP() < EFFECT && lost < gained;
    }

    Optional<String> firstError() {
        return findings.stream().filter(found -> found.startsWith("error:")).findFirst()
                .map(found -> found.substring("error:".length()));
    }

    boolean isRight() {
        return firstError().filter(of.fault()::equals).isPresent();
    }

    boolean names(String id) {
        return findings.stream().anyMatch(found -> found.endsWith(":" + id));
    }

    String line() {
        return String.join("\t", of.key(), String.valueOf(lost), String.valueOf(gained), String.valueOf(p),
                findings.stream().collect(Collectors.joining(",")), evidence);
    }

    static Answer parse(String line) {
        String[] parts = line.split("\t", -1);
        return new Answer(Case.parse(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
                Double.parseDouble(parts[3]), Arrays.stream(parts[4].split(",")).filter(f -> !f.isEmpty()).toList(),
                parts[5]);
    }
}
