package dev.vernier.audit.ladder;

import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The same samples on every stage from the float model, which is the first rung, to the deployed one.
///
/// @param isUnlabelled whether the samples have no labels, so that the float model's classes stand for them
public record Ladder(List<Rung> rungs, boolean isUnlabelled) {
    /// The rung that every other is paired with.
    public static final String REFERENCE = RungId.FLOAT.toString();

    /// The rung that stands for the deployed model in the verdict.
    public static final String DEPLOYED = RungId.INTEGER.toString();

    /// The rung of the file in ONNX Runtime as it comes.
    public static final String ONNX_RUNTIME = RungId.ONNXRUNTIME.toString();

    /// The rung of the file in ONNX Runtime with int8 sums that do not saturate on any CPU.
    public static final String ONNX_RUNTIME_EXACT = RungId.ONNXRUNTIME_EXACT.toString();

    /// The rung of what oneDNN's kernels for CPUs without VNNI make of the integer one.
    public static final String SATURATED = RungId.SATURATED.toString();

    /// The rung of what ONNX Runtime's make of it.
    public static final String SATURATED_ONNXRUNTIME = RungId.SATURATED_ONNXRUNTIME.toString();

    /// The rung of the same model quantized with reduce_range, which those CPUs compute exactly.
    public static final String REDUCED_RANGE = RungId.REDUCE_RANGE.toString();

    public Ladder {
        rungs = List.copyOf(rungs);
    }

    /// Of samples with labels.
    public Ladder(List<Rung> rungs) {
        this(rungs, false);
    }

    /// The same with one more rung.
    public Ladder and(Rung rung) {
        return new Ladder(Stream.concat(rungs.stream(), Stream.of(rung)).toList(), isUnlabelled);
    }

    /// The same with one more rung that was climbed. Where no sample has a label, those are right that it gives the class of
    /// the float rung.
    public Ladder and(String id, Predictions predictions) {
        boolean lacksLabels = predictions.labelled() == 0;
        Predictions given =
                lacksLabels ? predictions.labelledBy(predictions(REFERENCE).orElse(predictions)) : predictions;
        return new Ladder(and(new Rung.Climbed(id, given)).rungs, lacksLabels);
    }

    /// The predictions on a rung; empty where it was skipped or is not there.
    public Optional<Predictions> predictions(String id) {
        return rungs.stream()
                .filter(rung -> rung.id().equals(id))
                .filter(Rung.Climbed.class::isInstance)
                .map(rung -> ((Rung.Climbed) rung).predictions())
                .findFirst();
    }

    /// A rung paired with the float one; empty where either is missing.
    public Optional<Paired> paired(String id) {
        return predictions(REFERENCE)
                .flatMap(reference -> predictions(id).map(candidate -> Paired.of(reference, candidate)));
    }

    /// A rung paired with the one that it stands on, or with the float one where that is missing; empty for the float rung
    /// and for skipped ones.
    public Optional<LadderStep> step(String id) {
        if (id.equals(REFERENCE)) {
            return Optional.empty();
        }
        String below = RungId.below(id);
        while (predictions(below).isEmpty() && !below.equals(REFERENCE)) {
            below = RungId.below(below);
        }
        String against = below;
        return predictions(against)
                .flatMap(lower -> predictions(id).map(upper -> new LadderStep(id, against, Paired.of(lower, upper))));
    }

    /// The first step on the way from the float rung to `id` that alone changes the accuracy.
    public Optional<LadderStep> breaking(String id) {
        return step(id).flatMap(last -> {
            Optional<LadderStep> earlier = breaking(last.against());
            return earlier.isPresent() ? earlier : Optional.of(last).filter(LadderStep::isSignificant);
        });
    }
}
