package dev.vernier.audit;

import dev.vernier.audit.cause.AssumedRelus;
import dev.vernier.audit.cause.Correspondence;
import dev.vernier.audit.cause.Investigation;
import dev.vernier.audit.cause.Subject;
import dev.vernier.audit.error.TensorError;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.Tally;
import dev.vernier.convert.Int8;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Looks for the causes of what an int8 model lost, and proves each by undoing it on the samples of the audit.
record Causes(Model source, SampleSets samples, Equipment equipment) {
    /// @param deployed the candidate, with nothing quantized where it is float
    /// @param errors of its tensors
    /// @param rung that the candidate stands on; nothing is found where it or the float one is missing
    List<Finding> of(QuantizedModel deployed, Map<String, TensorError> errors, String rung, Ladder ladder,
            Listener listener) {
        if (ladder.predictions(Ladder.REFERENCE).isEmpty() || ladder.predictions(rung).isEmpty()) {
            return List.of();
        }
        Graph reference = source.isQuantized() ? source.graph() : Int8.folded(source);
        QuantizedModel candidate = AssumedRelus.without(deployed, reference);
        Correspondence same = Correspondence.of(reference, candidate.graph());
        return new Investigation(new Subject(reference, candidate, same,
                seen(reference, Subject.toSee(same, candidate)),
                source.quantization().orElse(Quantization.NONE), errors),
                model -> predictions(model, listener), ladder.predictions(Ladder.REFERENCE).get(),
                ladder.predictions(rung).get()).run();
    }

    private Calibration<Histogram> seen(Graph reference, Set<String> tensors) {
        Loader few = Loader.of(samples.evaluation().dataset().first(Subject.SEEN), samples.evaluation().preprocess());
        return new Calibrator<>(equipment.engine(), reference, tensors, Tally.Kind.HISTOGRAM, "audit")
                .calibrate(few, equipment.crew().batch(), equipment.crew().threads(), Progress.NONE);
    }

    private Predictions predictions(QuantizedModel model, Listener listener) {
        Graph integer = model.integer();
        Loader loader = samples.evaluation();
        try (Session session = equipment.engine().open(integer, SessionOptions.DEFAULT)) {
            return listener.during("counterfactual", loader.dataset().size(),
                    progress -> new Evaluation(loader, equipment.crew().batch(), equipment.crew().threads())
                            .predict(integer, session, progress));
        }
    }
}
