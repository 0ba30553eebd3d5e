package dev.vernier.audit.finding;

import dev.vernier.stats.Paired;
import dev.vernier.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
/// @param numbers what it rests on, by name
/// @param counterfactualNumbers what the counterfactual rests on: `lost`, `gained`, `p`, ...; none where it has none
public record Finding(
        FindingId id,
        Severity severity,
        Optional<String> tensor,
        String text,
        String evidence,
        Optional<String> counterfactual,
        Optional<String> remedy,
        Numbers numbers,
        Numbers counterfactualNumbers) {
    /// A change that stays unseen below this many points is worth a word.
    private static final double UNDERPOWERED = 1;

    /// One of words alone.
    public Finding(FindingId id, Severity severity, Optional<String> tensor, String text, String evidence,
            Optional<String> counterfactual, Optional<String> remedy) {
        this(id, severity, tensor, text, evidence, counterfactual, remedy, Numbers.NONE, Numbers.NONE);
    }

    /// The same with the numbers that it rests on.
    public Finding withNumbers(Numbers measured) {
        return new Finding(id, severity, tensor, text, evidence, counterfactual, remedy, measured,
                counterfactualNumbers);
    }

    /// The same with the numbers that its counterfactual rests on.
    public Finding withCounterfactual(Numbers measured) {
        return new Finding(id, severity, tensor, text, evidence, counterfactual, remedy, numbers, measured);
    }

    /// The same with a counterfactual's pair: the candidate against itself with that one thing undone.
    public Finding withCounterfactual(Optional<Paired> pair) {
        return pair.map(measured -> withCounterfactual(Numbers.of(measured))).orElse(this);
    }

    /// The same as a suspicion.
    ///
    /// @param doubt why it is not proven
    public Finding doubted(String doubt) {
        return severity != Severity.ERROR ? this
                : new Finding(id, Severity.WARNING, tensor, text, evidence + "; " + doubt, counterfactual, remedy,
                        numbers, counterfactualNumbers);
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
                    Optional.empty(), Optional.empty()).withNumbers(Numbers.of(paired)));
            case BETTER -> findings.add(info(FindingId.ACCURACY_GAIN, verdict.text(), evidence, Optional.empty())
                    .withNumbers(Numbers.of(paired)));
            case NO_EVIDENCE -> {
                findings.add(info(FindingId.NOT_SIGNIFICANT, verdict.text(), evidence, Optional.empty())
                        .withNumbers(Numbers.of(paired)));
                underpowered(paired, evidence).ifPresent(findings::add);
            }
            case EQUIVALENT -> {}
            case IDENTICAL -> underpowered(paired, evidence).ifPresent(findings::add);
        }
        return List.copyOf(findings);
    }

    /// What samples without labels show.
    ///
    /// @param paired where the reference's classes stand for the labels
    public static Finding unlabelled(Verdict verdict, Paired paired) {
        String evidence = String.format(Locale.ROOT, "other classes = %d, n = %d", paired.n() - paired.agreeing(), paired.n());
        return info(FindingId.NO_LABELS, verdict.text(), evidence, Optional.of("evaluate on samples with labels"))
                .withNumbers(Numbers.of("n", paired.n()).and("agreeing", paired.agreeing()));
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
        Numbers numbers = detectable.isPresent()
                ? Numbers.of(paired).and("minimum_detectable", detectable.getAsDouble())
                : Numbers.of(paired);
        return Optional.of(info(FindingId.UNDERPOWERED, text, evidence, Optional.of("evaluate on more samples"))
                .withNumbers(numbers));
    }

    private static Finding info(FindingId id, String text, String evidence, Optional<String> remedy) {
        return new Finding(id, Severity.INFO, Optional.empty(), text, evidence, Optional.empty(), remedy);
    }
}
