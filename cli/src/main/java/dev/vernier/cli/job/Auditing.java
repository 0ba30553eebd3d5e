package dev.vernier.cli.job;

import dev.vernier.audit.Finding;
import dev.vernier.audit.Ladder;
import dev.vernier.audit.Saturation;
import dev.vernier.audit.TensorError;
import dev.vernier.cli.console.Console;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.tensor.InputException;
import dev.vernier.witness.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A finished model is compared with the one it was made from. [#check] does all that can fail early.
///
/// @param candidate quantized by anybody, or float
public record Auditing(SourceModel reference, SourceModel candidate, Samples samples, Engine engine, Crew crew) {
    /// @throws InputException where something is missing or does not fit
    public static Auditing check(
            SourceModel reference, SourceModel candidate, Quantizing.Data data, EngineName engine, Crew crew) {
        Engine runner = engine.forEveryStage();
        if (!reference.input().type().shape().equals(candidate.input().type().shape())
                || reference.classes() != candidate.classes()) {
            throw new InputException(candidate.file() + ": input " + candidate.input().type() + ", "
                    + candidate.classes()
                    + " classes, needed " + reference.input().type() + ", " + reference.classes() + " classes as "
                    + reference.name() + " has");
        }
        boolean cardless = reference.card().flatMap(Card::preprocess).isEmpty();
        SourceModel told = cardless && candidate.card().isPresent() ? candidate : reference;
        Samples samples =
                Samples.of(reference, told.preprocess(data.preprocess()), data.spec(), data.limit()).requireLabels();
        return new Auditing(reference, candidate, samples, runner, crew);
    }

    /// What is wrong with the experiment or with a tensor, each tried by undoing it.
    ///
    /// @param model the candidate's two values; empty where it is float
    /// @param signals what quantization does to its tensors
    List<Finding> causes(Optional<QuantizedModel> model, Map<String, TensorError> signals, Climb climb,
            Console console) {
        String rung = model.isPresent() ? Ladder.DEPLOYED : Outcome.Candidate.RUNG;
        List<Finding> findings =
                new ArrayList<>(new Circumstances(reference, Optional.of(candidate), Optional.empty(), samples,
                        engine, crew).of(climb.ladder(), rung, console));
        findings.addAll(new Causes(reference, samples, engine, crew).of(
                model.orElseGet(() -> new QuantizedModel(Int8.folded(candidate), Quantization.NONE)),
                signals, rung, climb.ladder(), console));
        return findings;
    }

    /// @param more rungs that are asked for of a quantized candidate
    public Outcome run(MoreRungs more, Console console) {
        List<Stage> stages = new ArrayList<>();
        stages.add(Stage.of("float", engine, reference::graph));
        if (candidate.isQuantized()) {
            stages.addAll(Stage.ofQuantized(engine, candidate));
            stages.addAll(Stage.exactWitness(more, () -> Stage.onnxRuntime(Witness.EXACT, candidate)));
            if (more.saturation()) {
                stages.addAll(Stage.ofSaturation(engine, candidate.quantized(), Optional.empty()));
            }
        } else {
            stages.add(Stage.of(Outcome.Candidate.RUNG, engine, candidate::graph));
        }
        Climb climb = Climb.of(stages, reference, samples, crew, console);
        Optional<QuantizedModel> model =
                candidate.isQuantized() ? Optional.of(candidate.quantized()) : Optional.empty();
        Graph original = reference.isQuantized() ? reference.graph() : Int8.folded(reference);
        Map<String, TensorError> signals = model
                .filter(quantized -> climb.ladder().predictions(Ladder.DEPLOYED).isPresent())
                .map(quantized -> Signals.measure(original, quantized, engine, samples.evaluation(), crew, console))
                .orElse(Map.of());
        Optional<Saturation> saturation = model.filter(quantized -> climb.ladder().predictions("integer").isPresent())
                .map(quantized -> SaturationCount.of(quantized, samples.evaluation(), crew, console));
        List<Finding> findings = new ArrayList<>(causes(model, signals, climb, console));
        model.ifPresent(quantized -> findings.addAll(Fusion.findings(candidate.file(), quantized)));
        Outcome outcome = new Outcome(reference, samples, engine.name(), climb, Optional.empty(),
                new Outcome.Candidate(candidate.content(), model, signals, saturation, findings));
        return new SelfCheck(engine, crew).of(outcome, model.isPresent()
                ? SelfCheck.rungs(reference, model.get())
                : Map.of(Ladder.REFERENCE, reference::graph, Outcome.Candidate.RUNG, candidate::graph), console);
    }
}
