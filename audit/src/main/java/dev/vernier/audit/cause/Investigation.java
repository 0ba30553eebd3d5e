package dev.vernier.audit.cause;

import dev.vernier.audit.finding.Finding;
import dev.vernier.stats.McNemar;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tries every suspicion: with that alone undone the int8 model runs again. What brings back most of a loss that is
/// real, or is a fault by its own evidence where accuracy was lost, is an error. All else stays a suspicion, a mere remark
/// where nothing is lost and undoing it brings nothing back.
///
/// @param reference the float model's predictions
/// @param candidate the int8 model's, in integer kernels
public record Investigation(Subject subject, Trial trial, Predictions reference, Predictions candidate) {
    /// The specific before the general: what explains a tensor leaves no suspicion about it to those behind.
    private static final List<Cause> CAUSES = List.of(
            new Uncalibrated(),
            new ScalePermuted(),
            new MissingBias(),
            new BiasOverflow(),
            new MissingActivation(),
            new DoubleQuantized(),
            new PerTensorSpread(),
            new ZeroedChannels(),
            new BatchNormMismatch(),
            new WeightsDiffer(),
            new BiasesDiffer(),
            new UnfitRanges(),
            new OutlierChannel());

    /// How much of the loss a cause brings back.
    private static final double MOST = 0.5;

    /// How sure what is no proof must be.
    private static final double SURE = 0.001;

    /// What was found, the errors first and of these the one that brings back most.
    public List<Finding> run() {
        List<Tried> tried = new ArrayList<>();
        Set<String> explained = new HashSet<>();
        for (Cause cause : CAUSES) {
            for (Suspicion suspicion : cause.examine(subject)) {
                if (suspicion.tensors().isEmpty() || !explained.containsAll(suspicion.tensors())) {
                    Tried one = new Tried(suspicion, attempt(suspicion.id() + " undone", suspicion.repair()), false);
                    tried.add(one);
                    if (suspicion.isProof() || isCause(one)) {
                        explained.addAll(suspicion.tensors());
                    }
                }
            }
        }
        return together(tried).stream()
                .sorted(Comparator.comparing(this::severity).thenComparing(Tried::recovered, Comparator.reverseOrder()))
                .map(this::finding)
                .toList();
    }

    /// @param undone what undoing it changes; empty where that could not be tried
    /// @param withOthers whether all else that was suspected was undone with it
    private record Tried(Suspicion suspicion, Optional<Paired> undone, boolean withOthers) {
        /// Samples that are right again, less those that are wrong now.
        int recovered() {
            return undone.map(paired -> paired.gained() - paired.lost()).orElse(0);
        }

        /// A suspicion that is no proof is one of many that might have come up.
        double level() {
            return suspicion.isProof() ? McNemar.ALPHA : SURE;
        }

        boolean recoversSurely() {
            return recovered() > 0 && undone.orElseThrow().p() < level();
        }
    }

    /// Several faults may hide each other, and a fault leaves ranges behind that fit it alone: where nothing alone explains
    /// the loss, everything is undone at once, and stands for what is proven or brings back some of it by itself.
    private List<Tried> together(List<Tried> tried) {
        List<Tried> parts = tried.stream().filter(one -> one.suspicion().isProof() || one.recoversSurely()).toList();
        if (parts.isEmpty() || tried.size() < 2 || tried.stream().anyMatch(this::isCause)) {
            return tried;
        }
        Optional<Paired> all = attempt("all undone", tried.stream().flatMap(one -> one.suspicion().repair().stream())
                .reduce(Repair::and));
        return tried.stream()
                .map(one -> parts.contains(one) ? new Tried(one.suspicion(), all, true) : one)
                .toList();
    }

    private Optional<Paired> attempt(String task, Optional<Repair> repair) {
        try {
            return repair.map(undo -> Paired.of(candidate, trial.predict(task, undo.of(subject.candidate()))));
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    private int loss() {
        return reference.correct() - candidate.correct();
    }

    private boolean isLossReal(double level) {
        return loss() > 0 && Paired.of(reference, candidate).p() < level;
    }

    private boolean isCause(Tried tried) {
        return isLossReal(tried.level()) && tried.recoversSurely() && tried.recovered() >= MOST * loss();
    }

    private Finding.Severity severity(Tried tried) {
        boolean isFault = tried.suspicion().isProof() && isLossReal(McNemar.ALPHA) && tried.recoversSurely();
        if (isFault || isCause(tried)) {
            return Finding.Severity.ERROR;
        }
        boolean isHarmless = !tried.suspicion().isProof() && !isLossReal(McNemar.ALPHA) && !tried.recoversSurely();
        return isHarmless ? Finding.Severity.INFO : Finding.Severity.WARNING;
    }

    private Finding finding(Tried tried) {
        Suspicion suspicion = tried.suspicion();
        return new Finding(suspicion.id(), severity(tried), suspicion.tensors().stream().findFirst(), suspicion.text(),
                suspicion.evidence() + named(suspicion.tensors()), tried.undone().map(paired -> text(tried, paired)),
                Optional.of(suspicion.remedy()))
                .withNumbers(suspicion.numbers().and("tensors", suspicion.tensors().size())
                        .and("loss_in_samples", loss()))
                .withCounterfactual(tried.undone());
    }

    private static String named(List<String> tensors) {
        return tensors.size() < 2 ? "" : "; tensors: " + String.join(", ", tensors);
    }

    private String text(Tried tried, Paired undone) {
        int correct = undone.referenceCorrect() - undone.lost() + undone.gained();
        String text = String.format(Locale.ROOT, "with %s undone %,d of %,d are correct instead of %,d (p = %.2g)",
                tried.withOthers() ? "this and all other suspicions" : "this alone", correct, undone.n(),
                undone.referenceCorrect(), undone.p());
        return loss() > 0
                ? text + String.format(Locale.ROOT, ", %.0f %% of the loss against float",
                        100.0 * (correct - undone.referenceCorrect()) / loss())
                : text;
    }
}
