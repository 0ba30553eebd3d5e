package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.data.Loader;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What was compared with what, on which samples, and how.
///
/// @param reference with nothing quantized where it is float; its values run on the float rung
/// @param candidate the same; empty where only its predictions are known
/// @param ladder what came out
/// @param rung the one that the candidate stands on
/// @param samples as they were evaluated
/// @param told what cards and files say of the preprocessing
/// @param names of the classes as the model numbers them, none where they are not known
/// @param deployed files that another runtime can run in batches of any size
/// @param runner runs what is to be tried
public record Experiment(QuantizedModel reference, Optional<QuantizedModel> candidate, Ladder ladder, String rung,
        Loader samples, List<Told> told, List<String> names, List<Batched> deployed, Runner runner) {
    public Experiment {
        told = List.copyOf(told);
        names = List.copyOf(names);
        deployed = List.copyOf(deployed);
    }

    /// Everything that is wrong with it, or may be. Of another preprocessing and another numbering of the classes, either
    /// of which may happen to help where it is the other that is wrong, only that is named which brings back more.
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(Stream.of(PreprocessingMismatch.fault(this), LabelMapping.fault(this))
                .flatMap(Optional::stream).max(Comparator.comparingInt(Found::recovered)).map(Found::finding).stream()
                .toList());
        if (findings.stream().noneMatch(finding -> finding.id() == FindingId.PREPROCESSING_MISMATCH)) {
            PreprocessingMismatch.suspicion(this).ifPresent(findings::add);
        }
        findings.addAll(new BatchDependence().examine(this));
        findings.addAll(new ExportMismatch().examine(this));
        findings.addAll(new ScalesMoved().examine(this));
        return List.copyOf(findings);
    }

    /// What is wrong with how the reference alone was run.
    ///
    /// @param isDoubtful whether its accuracy is; else no more is looked at than whether the samples' values fit their scale,
    ///     and whether its card says another preprocessing
    public List<Finding> findingsOfReference(boolean isDoubtful) {
        boolean isUnfit = UnfitScale.examine(this).isPresent();
        boolean isContradicted = told.stream().anyMatch(one -> !one.how().normalizesAs(samples.preprocess())
                || one.how().channels() != samples.preprocess().channels());
        if (!isDoubtful && !isUnfit && !isContradicted) {
            return List.of();
        }
        Optional<Finding> fault = Stream.of(PreprocessingMismatch.fault(this), LabelMapping.fault(this))
                .flatMap(Optional::stream).max(Comparator.comparingInt(Found::recovered)).map(Found::finding);
        return fault.or(() -> PreprocessingMismatch.suspicion(this)).stream().toList();
    }

    /// On the float rung.
    Optional<Predictions> expected() {
        return ladder.predictions(Ladder.REFERENCE);
    }

    Optional<Predictions> observed() {
        return ladder.predictions(rung);
    }
}
