package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.graph.op.Contract;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The file in ONNX Runtime, without 16-bit sums where the CPU would saturate, predicts other classes than integer kernels
/// do from the same values. That may be the order of roundings alone: the integer graph under ONNX's contract then agrees
/// with ONNX Runtime.
final class ExportMismatch implements Circumstance {
    /// A file is called another model only where chance would hardly ever make it.
    private static final double LEVEL = 0.001;
    /// Percent of predictions that differ before that alone is a suspicion.
    private static final double MUCH = 2;

    @Override
    public List<Finding> examine(Experiment experiment) {
        Optional<Predictions> integer = experiment.ladder().predictions(Ladder.DEPLOYED);
        String rung = witness(experiment.ladder());
        Optional<Predictions> file = experiment.ladder().predictions(rung);
        if (integer.isEmpty() || file.isEmpty() || experiment.candidate().isEmpty()) {
            return List.of();
        }
        Paired paired = Paired.of(integer.get(), file.get());
        return paired.isIdentical() ? List.of()
                : finding(rung, paired, underOnnx(experiment).map(same -> Paired.of(same, file.get()))).stream()
                        .toList();
    }

    /// The rung that speaks of the file alone: what 16-bit sums do to ONNX Runtime on a CPU is not the export's doing.
    private static String witness(Ladder ladder) {
        return ladder.predictions(Ladder.ONNX_RUNTIME_EXACT).isPresent() ? Ladder.ONNX_RUNTIME_EXACT
                : Ladder.ONNX_RUNTIME;
    }

    private static Optional<Predictions> underOnnx(Experiment experiment) {
        try {
            return experiment.runner().attempt("rounded as ONNX",
                    experiment.candidate().orElseThrow().integer(Contract.ONNX),
                    experiment.samples());
        } catch (IllegalArgumentException cannotLower) {
            return Optional.empty();
        }
    }

    /// @param rung the one of ONNX Runtime
    /// @param paired integer kernels and the file
    /// @param rounded integer kernels under ONNX's contract and the file
    private static Optional<Finding> finding(String rung, Paired paired, Optional<Paired> rounded) {
        if (rounded.filter(Paired::isIdentical).isPresent()) {
            return Optional.of(finding(rung, FindingId.ROUNDING_CONTRACT, Finding.Severity.INFO,
                    ": the order of roundings, near ties", paired, rounded));
        }
        boolean isAnother = paired.p() < LEVEL && rounded.map(same -> same.p() < LEVEL).orElse(true);
        if (!isAnother && 100 - paired.agreement() <= MUCH) {
            return Optional.empty();
        }
        return Optional.of(finding(rung, FindingId.EXPORT_MISMATCH,
                isAnother && paired.change() < 0 ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                isAnother ? ": the file is not the model that its values say" : ", more than roundings explain", paired,
                rounded));
    }

    private static Finding finding(String rung, FindingId id, Finding.Severity severity, String meaning, Paired paired,
            Optional<Paired> rounded) {
        return new Finding(id, severity, Optional.empty(),
                String.format(Locale.ROOT, "ONNX Runtime predicts another class than integer kernels for %,d of %,d",
                        paired.n() - paired.agreeing(), paired.n()) + meaning,
                String.format(Locale.ROOT, "integer = %d, %s = %d, lost = %d, gained = %d, n = %d, p = %.2g",
                        paired.referenceCorrect(), rung, paired.candidateCorrect(), paired.lost(), paired.gained(),
                        paired.n(), paired.p()),
                rounded.map(same -> String.format(Locale.ROOT,
                        "integer kernels that round in ONNX's order predict another class for %,d, and get %,d right",
                        same.n() - same.agreeing(), same.referenceCorrect())),
                id == FindingId.EXPORT_MISMATCH
                        ? Optional.of("look for what the exporter or the runtime's optimizations changed")
                        : Optional.empty())
                .withNumbers(Numbers.of(paired).and("other_predictions", paired.n() - paired.agreeing()))
                .withCounterfactual(rounded);
    }
}
