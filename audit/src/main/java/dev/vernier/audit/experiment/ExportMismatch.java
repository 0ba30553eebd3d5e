package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The file in the runtime that it is made for predicts other classes than integer kernels do from the same values. That may be
/// the order of roundings alone: the integer graph under the runtime's contract then agrees with it.
final class ExportMismatch implements Circumstance {
    /// A file is called another model only where chance would hardly ever make it.
    private static final double LEVEL = 0.001;
    /// Percent of predictions that differ before that alone is a suspicion.
    private static final double MUCH = 2;

    @Override
    public List<Finding> examine(Experiment experiment) {
        Optional<Predictions> integer = experiment.ladder().predictions(Ladder.DEPLOYED);
        Optional<FileWitness> witness = FileWitness.of(experiment.ladder());
        if (integer.isEmpty() || witness.isEmpty() || experiment.candidate().isEmpty()) {
            return List.of();
        }
        Predictions file = experiment.ladder().predictions(witness.get().rung()).orElseThrow();
        Paired paired = Paired.of(integer.get(), file);
        return paired.isIdentical() ? List.of()
                : finding(witness.get(), paired,
                        rounded(witness.get(), experiment).map(same -> Paired.of(same, file))).stream().toList();
    }

    /// What integer kernels give that round as the runtime does; empty where those of the rung do already.
    private static Optional<Predictions> rounded(FileWitness witness, Experiment experiment) {
        QuantizedModel candidate = experiment.candidate().orElseThrow();
        if (candidate.quantization().contract() == witness.contract()) {
            return Optional.empty();
        }
        try {
            return experiment.runner().attempt("rounded as " + witness.runtime(),
                    candidate.integer(witness.contract()), experiment.samples());
        } catch (IllegalArgumentException cannotLower) {
            return Optional.empty();
        }
    }

    /// @param paired integer kernels and the file
    /// @param rounded integer kernels under the runtime's contract and the file
    private static Optional<Finding> finding(FileWitness witness, Paired paired, Optional<Paired> rounded) {
        if (rounded.filter(Paired::isIdentical).isPresent()) {
            return Optional.of(finding(witness, FindingId.ROUNDING_CONTRACT, Finding.Severity.INFO,
                    ": the order of roundings, near ties", paired, rounded));
        }
        boolean isAnother = paired.p() < LEVEL && rounded.map(same -> same.p() < LEVEL).orElse(true);
        if (!isAnother && 100 - paired.agreement() <= MUCH) {
            return Optional.empty();
        }
        return Optional.of(finding(witness, FindingId.EXPORT_MISMATCH,
                isAnother && paired.change() < 0 ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                isAnother ? ": the file is not the model that its values say" : ", more than roundings explain", paired,
                rounded));
    }

    private static Finding finding(FileWitness witness, FindingId id, Finding.Severity severity, String meaning,
            Paired paired,
            Optional<Paired> rounded) {
        return new Finding(id, severity, Optional.empty(),
                String.format(Locale.ROOT, "%s predicts another class than integer kernels for %,d of %,d",
                        witness.runtime(), paired.n() - paired.agreeing(), paired.n()) + meaning,
                String.format(Locale.ROOT, "integer = %d, %s = %d, lost = %d, gained = %d, n = %d, p = %.2g",
                        paired.referenceCorrect(), witness.rung(), paired.candidateCorrect(), paired.lost(),
                        paired.gained(),
                        paired.n(), paired.p()),
                rounded.map(same -> String.format(Locale.ROOT,
                        "integer kernels that round as %s does predict another class for %,d, and get %,d right",
                        witness.runtime(), same.n() - same.agreeing(), same.referenceCorrect())),
                id == FindingId.EXPORT_MISMATCH
                        ? Optional.of("look for what the exporter or the runtime's optimizations changed")
                        : Optional.empty())
                .withNumbers(Numbers.of(paired).and("other_predictions", paired.n() - paired.agreeing()))
                .withCounterfactual(rounded);
    }
}
