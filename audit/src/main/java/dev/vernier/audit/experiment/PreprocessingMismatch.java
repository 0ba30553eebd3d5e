package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.data.Dataset;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.stats.Holm;
import dev.vernier.stats.McNemar;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Samples that reach the model in another way than it was trained with. What cards and files say is tried on all samples.
/// Of the common ways that nobody spoke of the one that does best on the first samples is tried on all, and is named only
/// where it gains much and surely.
final class PreprocessingMismatch {
    /// Samples that each common way is tried on.
    private static final int FEW = 256;
    /// Points that a way nobody spoke of must gain, and how sure that must be.
    private static final double LARGE = 2;
    private static final double LEVEL = 0.001;
    /// How much of a loss may stay where most of it is explained.
    private static final double MOST = 0.5;

    private PreprocessingMismatch() {}

    /// Another way against the one that was used, both with the float model.
    private record Tried(Preprocess how, Paired paired) {
        int gain() {
            return paired.gained() - paired.lost();
        }
    }

    /// The other way that brings the accuracy back; empty where there is none.
    static Optional<Found> fault(Experiment experiment) {
        return experiment.expected()
                .flatMap(used -> told(experiment, used).or(() -> searched(experiment, used)));
    }

    /// One suspicion for all cards and files that speak of another way than was used, and for values that do not fit it.
    static Optional<Finding> suspicion(Experiment experiment) {
        List<Told> told = contradicting(experiment);
        Optional<Finding> unfit = UnfitScale.examine(experiment);
        if (told.isEmpty()) {
            return unfit;
        }
        Finding contradiction = contradiction(experiment, told);
        return Optional.of(unfit.map(also -> new Finding(contradiction.id(), contradiction.severity(),
                contradiction.tensor(), contradiction.text() + "; and " + also.text(),
                contradiction.evidence() + "; " + also.evidence(), contradiction.counterfactual(),
                contradiction.remedy(), also.numbers(), contradiction.counterfactualNumbers()))
                .orElse(contradiction));
    }

    private static List<Told> contradicting(Experiment experiment) {
        return experiment.told().stream()
                .filter(told -> !told.how().equals(experiment.samples().preprocess())).toList();
    }

    private static Optional<Found> told(Experiment experiment, Predictions used) {
        List<Told> contradicting = contradicting(experiment);
        List<Tried> tried = contradicting.stream().map(Told::how).distinct()
                .flatMap(how -> attempt(experiment, how, used).stream()).toList();
        return best(tried).filter(best -> adjusted(best, tried) < McNemar.ALPHA).map(best -> {
            String where = contradicting.stream().filter(told -> told.how().equals(best.how())).findFirst()
                    .orElseThrow().where();
            return fault(experiment, best, tried, where + " says " + best.how());
        });
    }

    private static Optional<Found> searched(Experiment experiment, Predictions used) {
        int few = Math.min(FEW, used.n());
        Predictions first = used.at(experiment.samples().dataset().firstPlaces(few));
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
        return predictions(experiment, how, used.n()).map(predictions -> new Tried(how, Paired.of(used, predictions)));
    }

    /// The float model's on the first samples; empty where they do not suit it so.
    private static Optional<Predictions> predictions(Experiment experiment, Preprocess how, int count) {
        Dataset samples = experiment.samples().dataset();
        try {
            Loader loader = Loader.of(count < samples.size() ? samples.first(count) : samples, how);
            return loader.shape().equals(experiment.samples().shape())
                    ? experiment.runner().attempt("preprocess " + how, experiment.reference().graph(), loader)
                    : Optional.empty();
        } catch (InputException unfit) {
            return Optional.empty();
        }
    }

    private static Found fault(Experiment experiment, Tried best, List<Tried> tried, String reason) {
        Preprocess used = experiment.samples().preprocess();
        Paired paired = best.paired();
        return new Found(new Finding(FindingId.PREPROCESSING_MISMATCH, Finding.Severity.ERROR, Optional.empty(),
                "samples were preprocessed as " + used + ", but " + reason,
                String.format(Locale.ROOT,
                        "preprocessings tried = %d, change = %+.2f points, lost = %d, gained = %d, p (Holm) = %.2g",
                        tried.size(), paired.change(), paired.lost(), paired.gained(), adjusted(best, tried)),
                Optional.of(String.format(Locale.ROOT,
                        "the float model with %s: %,d of %,d are correct instead of %,d", best.how(),
                        paired.candidateCorrect(), paired.n(), paired.referenceCorrect())),
                Optional.of("evaluate with --preprocess " + best.how() + ", and calibrate with it"))
                .withNumbers(Numbers.of("tried", tried.size()).and("p_holm", adjusted(best, tried)))
                .withCounterfactual(Numbers.of(paired)), best.gain());
    }

    /// @param all at least one
    private static Finding contradiction(Experiment experiment, List<Told> all) {
        Optional<Told> explaining = all.stream()
                .filter(told -> experiment.candidate().isEmpty() && recorded(experiment, told).isPresent()).findFirst();
        Optional<Paired> same = explaining.flatMap(told -> recorded(experiment, told));
        Told told = explaining.orElse(all.getFirst());
        return new Finding(FindingId.PREPROCESSING_MISMATCH,
                same.isPresent() ? Finding.Severity.ERROR : Finding.Severity.WARNING, Optional.empty(),
                "samples were preprocessed as " + experiment.samples().preprocess() + ", but " + said(all),
                "the float model is no more often right with "
                        + (all.stream().map(Told::how).distinct().count() > 1 ? "any of these" : "the latter"),
                same.map(paired -> String.format(Locale.ROOT,
                        "against the float model with %s: lost = %d, gained = %d, agreement = %.2f %%", told.how(),
                        paired.lost(), paired.gained(), paired.agreement())),
                Optional.of("calibrate and evaluate with the same preprocessing")).withCounterfactual(same);
    }

    /// Such as `the card of a.onnx and the card of b.onnx say unit, and c.npz says raw`.
    private static String said(List<Told> all) {
        Map<Preprocess, List<String>> where = all.stream().collect(Collectors.groupingBy(Told::how, LinkedHashMap::new,
                Collectors.mapping(Told::where, Collectors.collectingAndThen(Collectors.toList(),
                        names -> names.stream().distinct().toList()))));
        return where.entrySet().stream()
                .map(said -> String.join(" and ", said.getValue()) + (said.getValue().size() > 1 ? " say " : " says ")
                        + said.getKey())
                .collect(Collectors.joining(", and "));
    }

    /// Recorded predictions against what the float model gives with the preprocessing that their file speaks of, where
    /// that explains most of a real loss.
    private static Optional<Paired> recorded(Experiment experiment, Told told) {
        Optional<Paired> loss = experiment.expected().flatMap(expected -> experiment.observed()
                .filter(observed -> observed.n() == expected.n()).map(observed -> Paired.of(expected, observed)))
                .filter(paired -> paired.change() < 0 && paired.mcNemar().rejects());
        return loss.flatMap(before -> predictions(experiment, told.how(), before.n())
                .map(predictions -> Paired.of(predictions, experiment.observed().orElseThrow()))
                .filter(after -> after.change() >= MOST * before.change()));
    }
}
