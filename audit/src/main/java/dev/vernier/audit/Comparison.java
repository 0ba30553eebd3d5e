package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.Pairing;
import dev.vernier.audit.ladder.Recorded;
import dev.vernier.stats.MaxDrop;
import dev.vernier.stats.Paired;
import dev.vernier.stats.SliceChange;
import dev.vernier.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Two models' recorded predictions, compared.
///
/// @param margin up to which a change does not matter, in points; empty where every change does
/// @param maxDrop the gate; empty where there is none
public record Comparison(
        Recorded reference, Recorded candidate, Pairing pairing, OptionalDouble margin, Optional<MaxDrop> maxDrop) {
    public static Comparison of(Recorded reference, Recorded candidate, OptionalDouble margin,
            Optional<MaxDrop> maxDrop) {
        return new Comparison(reference, candidate, Pairing.of(reference, candidate), margin, maxDrop);
    }

    /// Empty where the samples are not the same.
    public Optional<Pairing.Same> same() {
        return pairing instanceof Pairing.Same same ? Optional.of(same) : Optional.empty();
    }

    public Optional<Paired> paired() {
        return same().map(Pairing.Same::paired);
    }

    public Optional<Verdict> verdict() {
        return paired().map(paired -> margin.isPresent()
                ? Verdict.of(candidate.name(), paired, margin.getAsDouble())
                : Verdict.of(candidate.name(), paired));
    }

    public List<SliceChange> classes() {
        return same().map(Pairing.Same::byClass).orElse(List.of());
    }

    /// Of the groups that the user put the samples into; none where he did not.
    public List<SliceChange> slices() {
        return same().map(Pairing.Same::bySlice).orElse(List.of());
    }

    /// How many samples beyond those at hand would probably show the observed change.
    public OptionalLong moreSamples() {
        return paired().map(Paired::moreSamples).orElse(OptionalLong.empty());
    }

    /// How many would probably show that the change is within the margin; empty where none is asked about.
    public OptionalLong moreSamplesWithin() {
        return paired().filter(paired -> margin.isPresent())
                .map(paired -> paired.moreSamples(-margin.getAsDouble(), margin.getAsDouble()))
                .orElse(OptionalLong.empty());
    }

    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        switch (pairing) {
            case Pairing.Different(String text) -> findings.add(new Finding(FindingId.DIFFERENT_SAMPLES,
                    Finding.Severity.ERROR,
                    Optional.empty(), text, text, Optional.empty(),
                    Optional.of("run both models on the same samples; vernier eval --predictions records their ids")));
            case Pairing.Same same -> findings.addAll(remarks(same));
        }
        verdict().ifPresent(verdict -> findings.addAll(Finding.of(verdict, paired().orElseThrow())));
        return List.copyOf(findings);
    }

    /// What differs between the two runs, though they can be compared.
    static List<Finding> remarks(Pairing.Same same) {
        return same.remarks().stream().map(remark -> new Finding(
                remark.isHarmless() ? FindingId.DIFFERENT_ORDER : FindingId.DIFFERENT_SAMPLES,
                remark.isHarmless() ? Finding.Severity.INFO : Finding.Severity.WARNING,
                Optional.empty(), remark.text(), remark.text(), Optional.empty(), Optional.empty())).toList();
    }

    /// Whether there is no gate, or the candidate passes it.
    public boolean isGateMet() {
        return maxDrop.isEmpty()
                || paired().map(paired -> maxDrop.get().of(paired) == MaxDrop.Answer.EXCLUDED).orElse(false);
    }
}
