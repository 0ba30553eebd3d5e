package dev.vernier.audit.experiment;

import dev.vernier.audit.Finding;
import dev.vernier.audit.FindingId;
import dev.vernier.audit.Holm;
import dev.vernier.audit.McNemar;
import dev.vernier.audit.Paired;
import dev.vernier.audit.Predictions;
import dev.vernier.data.Dataset;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/// Samples that reach the model in another way than it was trained with. What cards and files say is tried on all samples.
/// Of the common ways that nobody spoke of the one that does best on the first samples is tried on all, and is named only
/// where it gains much and surely.
final class PreprocessingMismatch implements Circumstance {
    /// Samples that each common way is tried on.
    private static final int FEW = 256;
    /// Points that a way nobody spoke of must gain, and how sure that must be.
    private static final double LARGE = 2;
    private static final double LEVEL = 0.001;

    /// Another way against the one that was used, both with the float model.
    private record Tried(Preprocess how, Paired paired) {
        int gain() {
            return paired.gained() - paired.lost();
        }
    }

    @Override
    public List<Finding> examine(Experiment experiment) {
        Optional<Predictions> used = experiment.expected();
        if (used.isEmpty()) {
            return List.of();
        }
        List<Told> contradicting = experiment.told().stream()
                .filter(told -> !told.how().equals(experiment.samples().preprocess())).toList();
        Optional<Finding> fault = told(experiment, used.get(), contradicting)
                .or(() -> searched(experiment, used.get()));
        return fault.map(List::of).orElseGet(() -> contradicting.stream()
                .map(told -> contradiction(experiment, told)).toList());
    }

    private static Optional<Finding> told(Experiment experiment, Predictions used, List<Told> contradicting) {
        List<Tried> tried = contradicting.stream().map(Told::how).distinct()
                .flatMap(how -> attempt(experiment, how, used).stream()).toList();
        return best(tried).filter(best -> adjusted(best, tried) < McNemar.ALPHA).map(best -> {
            String where = contradicting.stream().filter(told -> told.how().equals(best.how())).findFirst()
                    .orElseThrow().where();
            return fault(experiment, best, tried, where + " says " + best.how());
        });
    }

    private static Optional<Finding> searched(Experiment experiment, Predictions used) {
        int few = Math.min(FEW, used.n());
        Predictions first = used.at(IntStream.range(0, few).boxed().toList());
        List<Tried> screened = new ArrayList<>(Normalizations.besides(experiment.samples().preprocess()).stream()
                .flatMap(how -> attempt(experiment, how, first).stream()).toList());
        Optional<Tried> promising = best(screened);
        return promising.flatMap(best -> attempt(experiment, best.how(), used))
                .filter(best -> best.paired().change() >= LARGE)
                .filter(best -> {
                    screened.set(screened.indexOf(promising.get()), best);
                    return adjusted(best, screened) < LEVEL;
                })
                .map(best -> fault(experiment, best, screened, best.how() + " fits the model"));
    }

    /// The one that gains most, if any gains.
    private static Optional<Tried> best(List<Tried> tried) {
        return tried.stream().filter(one -> one.gain() > 0).max(Comparator.comparingInt(Tried::gain));
    }

    private static double adjusted(Tried one, List<Tried> all) {
        return Holm.adjusted(all.stream().map(tried -> tried.paired().p()).toList()).get(all.indexOf(one));
    }

    /// @param used on as many of the first samples as are to be tried
    private static Optional<Tried> attempt(Experiment experiment, Preprocess how, Predictions used) {
        Dataset samples = experiment.samples().dataset();
        try {
            Loader loader = Loader.of(used.n() < samples.size() ? samples.first(used.n()) : samples, how);
            return loader.shape().equals(experiment.samples().shape())
                    ? experiment.runner().attempt(experiment.reference().graph(), loader)
                            .map(predictions -> new Tried(how, Paired.of(used, predictions)))
                    : Optional.empty();
        } catch (InputException unfit) {
            return Optional.empty();
        }
    }

    private static Finding fault(Experiment experiment, Tried best, List<Tried> tried, String reason) {
        Preprocess used = experiment.samples().preprocess();
        Paired paired = best.paired();
        return new Finding(FindingId.PREPROCESSING_MISMATCH, Finding.Severity.ERROR, Optional.empty(),
                "samples were preprocessed as " + used + ", but " + reason,
                String.format(Locale.ROOT,
                        "preprocessings tried = %d, change = %+.2f points, lost = %d, gained = %d, p (Holm) = %.2g",
                        tried.size(), paired.change(), paired.lost(), paired.gained(), adjusted(best, tried)),
                Optional.of(String.format(Locale.ROOT,
                        "the float model with %s: %,d of %,d are correct instead of %,d", best.how(),
                        paired.candidateCorrect(), paired.n(), paired.referenceCorrect())),
                Optional.of("evaluate with --preprocess " + best.how() + ", and calibrate with it"));
    }

    private static Finding contradiction(Experiment experiment, Told told) {
        Preprocess used = experiment.samples().preprocess();
        return new Finding(FindingId.PREPROCESSING_MISMATCH, Finding.Severity.WARNING, Optional.empty(),
                "samples were preprocessed as " + used + ", but " + told.where() + " says " + told.how(),
                "evaluated = " + used + ", told = " + told.how()
                        + "; the float model is no more often right with the latter",
                Optional.empty(), Optional.of("calibrate and evaluate with the same preprocessing"));
    }
}
