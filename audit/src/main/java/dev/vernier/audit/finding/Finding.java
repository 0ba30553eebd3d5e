package dev.vernier.audit.finding;

import dev.vernier.stats.Paired;
import dev.vernier.stats.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Something that an audit found, with what it rests on.
///
/// @param id what it is, the same in every report
/// @param tensor the tensor that it is about
/// @param text one sentence
/// @param evidence what was measured
/// @param counterfactual what was measured with that one thing undone
/// @param remedy what to do about it
/// @param counterfactualNumbers what the counterfactual rests on, by name: `lost`, `gained`, `p`, ...; none where it has none
public record Finding(
        FindingId id,
        Severity severity,
        Optional<String> tensor,
        String text,
        String evidence,
        Optional<String> counterfactual,
        Optional<String> remedy,
        Map<String, Number> counterfactualNumbers) {
    /// A change that stays unseen below this many points is worth a word.
    private static final double UNDERPOWERED = 1;

    public Finding {
        counterfactualNumbers = Collections.unmodifiableMap(new LinkedHashMap<>(counterfactualNumbers));
    }

    /// One whose counterfactual, if it has one, is words alone.
    public Finding(FindingId id, Severity severity, Optional<String> tensor, String text, String evidence,
            Optional<String> counterfactual, Optional<String> remedy) {
        this(id, severity, tensor, text, evidence, counterfactual, remedy, Map.of());
    }

    /// The same with the numbers of its counterfactual.
    public Finding withNumbers(Map<String, Number> numbers) {
        return new Finding(id, severity, tensor, text, evidence, counterfactual, remedy, numbers);
    }

    /// The same as a suspicion.
    ///
    /// @param doubt why it is not proven
    public Finding doubted(String doubt) {
        return severity != Severity.ERROR ? this
                : new Finding(id, Severity.WARNING, tensor, text, evidence + "; " + doubt, counterfactual, remedy,
                        counterfactualNumbers);
    }

    /// How much a finding weighs.
    public enum Severity {
        /// A proven fault.
        ERROR,
        /// A real loss, or a suspicion.
        WARNING,
        /// Good to know.
        INFO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What paired numbers alone show.
    public static List<Finding> of(Verdict verdict, Paired paired) {
        List<Finding> findings = new ArrayList<>();
        String evidence = String.format(Locale.ROOT, "lost = %d, gained = %d, n = %d, p = %.4g", paired.lost(), paired.gained(),
                paired.n(), paired.p());
        switch (verdict.outcome()) {
            case WORSE -> findings.add(new Finding(FindingId.ACCURACY_LOSS, Severity.WARNING, Optional.empty(), verdict.text(), evidence,
                    Optional.empty(), Optional.empty()));
            case BETTER -> findings.add(info(FindingId.ACCURACY_GAIN, verdict.text(), evidence, Optional.empty()));
            case NO_EVIDENCE -> {
                findings.add(info(FindingId.NOT_SIGNIFICANT, verdict.text(), evidence, Optional.empty()));
                underpowered(paired, evidence).ifPresent(findings::add);
            }
            case EQUIVALENT -> {}
            case IDENTICAL -> underpowered(paired, evidence).ifPresent(findings::add);
        }
        return List.copyOf(findings);
    }

    private static Optional<Finding> underpowered(Paired paired, String evidence) {
        OptionalDouble detectable = paired.minimumDetectable();
        if (detectable.isPresent() && detectable.getAsDouble() <= UNDERPOWERED) {
            return Optional.empty();
        }
        String text = detectable.isEmpty()
                ? "so few samples can show no change at all"
                : String.format(Locale.ROOT, "a change of less than %.2f points would probably stay unseen",
                        detectable.getAsDouble());
        return Optional.of(info(FindingId.UNDERPOWERED, text, evidence, Optional.of("evaluate on more samples")));
    }

    private static Finding info(FindingId id, String text, String evidence, Optional<String> remedy) {
        return new Finding(id, Severity.INFO, Optional.empty(), text, evidence, Optional.empty(), remedy);
    }
}
