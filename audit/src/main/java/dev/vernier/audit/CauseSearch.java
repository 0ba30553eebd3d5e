package dev.vernier.audit;

import dev.vernier.audit.cause.AssumedRelus;
import dev.vernier.audit.cause.Investigation;
import dev.vernier.audit.cause.LayerMatching;
import dev.vernier.audit.cause.Subject;
import dev.vernier.audit.error.TensorError;
import dev.vernier.audit.experiment.Experiment;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Histogram;
import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A search for everything that may be wrong: with the experiment, then with a tensor. Each suspicion is tried by undoing it
/// alone on the samples of the experiment.
///
/// @param folded the reference with batch norm folded, if it is float
/// @param candidate with nothing quantized where it is float
/// @param errors of the candidate's tensors
/// @param observation of what the reference's activations hold
public record CauseSearch(Experiment experiment, Graph folded, QuantizedModel candidate,
        Map<String, TensorError> errors, Observation observation) {
    /// Runs a graph on some samples and counts what the named tensors hold.
    @FunctionalInterface
    public interface Observation {
        Calibration<Histogram> observe(Graph graph, Set<String> tensors, Loader samples);
    }

    /// First what is wrong with the experiment; of a rung that was not climbed nothing more is said.
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>(experiment.findings());
        Optional<Predictions> expected = experiment.ladder().predictions(Ladder.REFERENCE);
        Optional<Predictions> observed = experiment.ladder().predictions(experiment.rung());
        if (expected.isPresent() && observed.isPresent()) {
            findings.addAll(new Investigation(subject(),
                    (task, model) -> experiment.runner().predict(task, model.integer(), experiment.samples()),
                    expected.get(),
                    observed.get()).run());
        }
        return findings;
    }

    private Subject subject() {
        QuantizedModel faulty = AssumedRelus.without(candidate, folded);
        LayerMatching same = LayerMatching.of(folded, faulty.graph());
        Loader few = experiment.samples().first(Subject.SEEN);
        return new Subject(folded, faulty, same, observation.observe(folded, Subject.toSee(same, faulty), few),
                experiment.reference().quantization(), errors);
    }
}
