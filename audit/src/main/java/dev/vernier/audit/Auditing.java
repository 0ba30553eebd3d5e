package dev.vernier.audit;

import dev.vernier.audit.cause.LayerMatching;
import dev.vernier.audit.cause.LayerPair;
import dev.vernier.audit.cause.Orientation;
import dev.vernier.audit.error.Saturation;
import dev.vernier.audit.error.TensorError;
import dev.vernier.audit.experiment.Experiment;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.audit.metric.MeasuredLadder;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Observer;
import dev.vernier.convert.Data;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Listener;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.model.Card;
import dev.vernier.model.Model;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A finished model is compared with the one it was made from. [#check] does all that can fail early.
///
/// @param candidate quantized by anybody, or float
public record Auditing(Model reference, Model candidate, SampleSets samples, Equipment equipment) {
    /// @throws InputException where something is missing or does not fit
    public static Auditing check(Model reference, Model candidate, Data data, Equipment equipment) {
        requireSameShapes(reference, candidate);
        boolean cardless = reference.card().flatMap(Card::preprocess).isEmpty();
        Model told = cardless && candidate.card().isPresent() ? candidate : reference;
        return check(reference, candidate,
                SampleSets.of(namesClasses(candidate) && !namesClasses(reference) ? candidate : reference,
                        told.preprocess(data.preprocess()), data),
                equipment);
    }

    private static boolean namesClasses(Model model) {
        return model.card().filter(card -> !card.labels().isEmpty()).isPresent();
    }

    /// The same on samples that are there already.
    ///
    /// @throws InputException where something does not fit
    public static Auditing check(Model reference, Model candidate, SampleSets samples, Equipment equipment) {
        requireSameShapes(reference, candidate);
        requireOrder(reference, candidate);
        return new Auditing(reference, candidate, samples.keeping(), equipment);
    }

    /// A float candidate of a quantized reference is what that was dequantized to; another float model is more likely the
    /// reference itself.
    private static void requireOrder(Model reference, Model candidate) {
        if (reference.isQuantized() && !candidate.isQuantized()) {
            Graph given = reference.graph();
            Graph folded = candidate.folded();
            List<LayerPair> pairs = LayerMatching.of(given, folded).layers();
            long same = pairs.stream().filter(pair -> given.constants().get(pair.reference().weight())
                    .equals(folded.constants().get(pair.candidate().weight()))).count();
            if (2 * same < pairs.size()) {
                throw new InputException(reference.file() + ": a quantized model as the reference of the float model "
                        + candidate.name()
                        + ", are the two swapped? Needed the float model first, then what was made of it: "
                        + candidate.file() + " " + reference.file());
            }
        }
    }

    private static void requireSameShapes(Model reference, Model candidate) {
        if (reference.graph().inputs().size() > 1 || candidate.graph().inputs().size() > 1) {
            requireSameInputs(reference, candidate);
        }
        if (!reference.input().type().shape().equals(candidate.input().type().shape())
                || reference.readout().width() != candidate.readout().width()) {
            throw new InputException(candidate.file() + ": input " + candidate.input().type() + ", "
                    + candidate.readout().width()
                    + " numbers out, needed " + reference.input().type() + ", " + reference.readout().width() + " as "
                    + reference.name() + " has");
        }
    }

    /// Arrays are given by name, to both.
    private static void requireSameInputs(Model reference, Model candidate) {
        if (!Set.copyOf(reference.graph().inputs()).equals(Set.copyOf(candidate.graph().inputs()))) {
            throw new InputException(candidate.file() + ": inputs " + candidate.inputs() + ", needed "
                    + reference.inputs() + " as " + reference.name() + " has");
        }
    }

    /// What is wrong with the experiment or with a tensor, each tried by undoing it.
    ///
    /// @param folded the reference's graph
    /// @param model the candidate's two values; empty where it is float
    /// @param signals what quantization does to its tensors
    List<Finding> causes(Graph folded, Optional<QuantizedModel> model, Map<String, TensorError> signals, Climb climb,
            Listener listener) {
        String rung = model.isPresent() ? Ladder.DEPLOYED : Audit.Candidate.RUNG;
        Experiment experiment = new Circumstances(reference, Optional.of(candidate), Optional.empty(), samples,
                equipment).experiment(climb.ladder(), rung, listener);
        return new CauseSearch(experiment, folded,
                model.orElseGet(() -> new QuantizedModel(candidate.folded(), Quantization.NONE)), signals,
                (graph, tensors, few) -> new Calibrator<>(equipment.engine(), graph, tensors, Observer.Kind.HISTOGRAM,
                        "audit").calibrate(few, equipment.crew().batch(), equipment.crew().threads(), Progress.NONE))
                .run();
    }

    /// The same samples through both, where the metric gives values; causes are not looked for.
    ///
    /// @param more as in [#run]
    public MeasuredLadder measure(MoreRungs more, Listener listener) {
        samples.tell(listener);
        samples.tellWhatIsKept(listener);
        return new MeasuredClimb(reference, samples.evaluation(), equipment.crew(), listener)
                .of(stages(more));
    }

    private List<Stage> stages(MoreRungs more) {
        List<Stage> stages = new ArrayList<>();
        stages.add(Stage.of(RungId.FLOAT, equipment.engine(), reference::graph));
        if (candidate.isQuantized()) {
            stages.addAll(Stage.ofQuantized(equipment, candidate));
            stages.addAll(Stage.exactWitness(more, equipment.witnesses(), candidate));
            if (more.saturation()) {
                stages.addAll(Stage.ofSaturation(equipment.engine(), candidate.quantized(), Optional.empty()));
            }
        } else {
            stages.add(Stage.of(Audit.Candidate.RUNG, equipment.engine(), candidate::graph));
        }
        return stages;
    }

    /// @param more rungs that are asked for of a quantized candidate
    public Audit run(MoreRungs more, Listener listener) {
        samples.tell(listener);
        samples.tellWhatIsKept(listener);
        Climb climb = Climb.of(stages(more), reference, samples, equipment.crew(), listener);
        Optional<QuantizedModel> model =
                candidate.isQuantized() ? Optional.of(candidate.quantized()) : Optional.empty();
        Graph folded = reference.isQuantized() ? reference.folded()
                : Orientation.of(reference.folded(), model.map(QuantizedModel::graph).orElseGet(candidate::folded));
        Map<String, TensorError> signals = model
                .filter(quantized -> climb.ladder().predictions(Ladder.DEPLOYED).isPresent())
                .map(quantized -> Signals.measure(folded, quantized, equipment.engine(), samples.evaluation(),
                        equipment.crew(), listener))
                .orElse(Map.of());
        Optional<Saturation> saturation = model
                .filter(quantized -> climb.ladder().predictions(Ladder.DEPLOYED).isPresent())
                .map(quantized -> SaturationCount.of(quantized, samples.evaluation(), equipment.crew(), listener));
        List<Finding> findings = new ArrayList<>(OtherArchitecture.of(reference, folded, candidate,
                model.map(QuantizedModel::graph).orElseGet(candidate::folded)).stream().toList());
        findings.addAll(causes(folded, model, signals, climb, listener));
        findings.addAll(new Doubts(reference, samples, equipment).of(climb.ladder()));
        model.ifPresent(quantized -> findings
                .addAll(NotFused.findings(equipment.witnesses().asItComes(), candidate.file(), quantized)));
        Audit audit = new Audit(reference, folded, samples, equipment.engine().name(), climb, Optional.empty(),
                new Audit.Candidate(candidate.stored(), true, model, signals, saturation, findings));
        return new SelfCheck(equipment).of(audit, model.isPresent()
                ? SelfCheck.rungs(reference, model.get())
                : Map.of(Ladder.REFERENCE, reference::graph, Audit.Candidate.RUNG, candidate::graph), listener);
    }
}
