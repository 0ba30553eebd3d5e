package dev.vernier.conformance.networks;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Inputs;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Networks;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.run.BatchInvariance;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import dev.vernier.witness.OnnxRuntimeEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Everything that is asked of one network: float, simulated and integer under both contracts on oneDNN against the
/// reference; integer results the same at any batch size and on two threads; and the exported file, which must come back
/// as it was and give in ONNX Runtime what simulation gives. [Bounds] says what may differ.
final class Trial {
    private static final int CALIBRATED_ON = 16;
    private static final int FEW = 3;
    private static final int MANY = 17;

    private final RandomNetwork network;
    private final List<Disagreement> disagreements = new ArrayList<>();
    private int exact;
    private int bounded;

    private Trial(RandomNetwork network) {
        this.network = network;
    }

    /// @param exact how many outputs of integer graphs had to be equal bit by bit
    /// @param bounded how many others had bounds above zero somewhere
    record Outcome(List<Disagreement> disagreements, int exact, int bounded) {}

    static Outcome of(RandomNetwork network) {
        Trial trial = new Trial(network);
        trial.stage("trial", trial::run);
        return new Outcome(trial.disagreements, trial.exact, trial.bounded);
    }

    private interface Comparison {
        Optional<String> compare();
    }

    private boolean stage(String name, Comparison comparison) {
        Optional<String> difference;
        try {
            difference = comparison.compare();
        } catch (RuntimeException thrown) {
            difference = Optional.of(thrown + " at " + thrown.getStackTrace()[0]);
        }
        difference.ifPresent(text -> disagreements.add(new Disagreement(network, name, text)));
        return difference.isEmpty();
    }

    private Optional<String> run() {
        Truth raw = Truth.of(network.graph(), network.samples(FEW));
        stage("float", () -> raw.compare(new OneDnnEngine()));
        stage("float in onnxruntime", () -> onnxRuntime(raw));
        Graph folded = Rewriter.run(network.graph(), Folding.standard()).graph();
        QuantizedModel model = quantized(folded);
        if (model.quantization().isEmpty()) {
            return Optional.empty();
        }
        Truth simulated = Truth.of(model.simulated(), network.samples(FEW));
        stage("simulated", () -> simulated.compare(new OneDnnEngine()));
        stage("export", () -> exported(model, simulated));
        for (Contract contract : Contract.values()) {
            stage("integer " + contract, () -> integer(model.integer(contract), contract));
        }
        return Optional.empty();
    }

    /// The reference's results and how far others may be from them.
    private record Truth(Graph graph, Map<String, Tensor> samples, Map<String, Tensor> outputs, Bounds bounds) {
        static Truth of(Graph graph, Map<String, Tensor> samples) {
            Map<String, Tensor> values = new LinkedHashMap<>(everything(graph, samples));
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            graph.outputs().forEach(name -> outputs.put(name, values.get(name)));
            return new Truth(graph, samples, outputs, Bounds.of(graph, values));
        }

        Optional<String> compare(Engine engine) {
            return Disagreement.first(outputs, results(engine, graph, samples, SessionOptions.DEFAULT), bounds);
        }
    }

    /// Every tensor, by the operators' own definitions, which is what the reference engine computes.
    private static Map<String, Tensor> everything(Graph graph, Map<String, Tensor> samples) {
        Map<String, Tensor> values = new LinkedHashMap<>(graph.constants());
        values.putAll(samples);
        for (Node node : graph.nodes()) {
            List<Tensor> inputs =
                    node.inputs().stream().map(values::get).collect(Collectors.toCollection(ArrayList::new));
            List<Tensor> made = node.op().evaluate(Inputs.of(inputs));
            for (int i = 0; i < node.outputs().size(); i++) {
                values.put(node.outputs().get(i), made.get(i));
            }
        }
        return values;
    }

    private static Map<String, Tensor> results(
            Engine engine, Graph graph, Map<String, Tensor> samples, SessionOptions options) {
        try (Session session = engine.open(graph, options)) {
            return session.run(samples);
        }
    }

    private QuantizedModel quantized(Graph graph) {
        QConfig config = Schemes.of(network.config());
        Placement placement = Placement.of(graph, config);
        Map<String, Tensor> seen = everything(graph, network.samples(CALIBRATED_ON));
        return new QuantizedModel(graph, new Quantizer(graph, placement, config)
                .quantize((name, rule, scheme) -> Optional.of(Networks.range(seen.get(name)))));
    }

    private Optional<String> onnxRuntime(Truth truth) {
        return network.isExactInOnnxRuntime() ? truth.compare(OnnxRuntimeEngine.unoptimized()) : Optional.empty();
    }

    /// The parameters of every tensor; an axis of one channel goes without saying.
    private static Map<String, String> texts(QuantizedModel model) {
        Map<String, String> texts = new TreeMap<>();
        model.quantization().parameters().forEach((name, params) -> texts.put(name, params.codes() + " "
                + Arrays.toString(params.scale().floats()) + Arrays.toString(params.zeroPoint().longs())
                + (params.scale().size() > 1 ? params.axis() : "")));
        return texts;
    }

    private Optional<String> exported(QuantizedModel model, Truth simulated) {
        QdqForm form = QdqForm.of(model, Map.of());
        OnnxModel back = OnnxReader.parse("exported", OnnxWriter.toBytes(form.graph(), form.notes()));
        QuantizedModel lifted = new QdqForm(back.graph(), back.metadata()).lift();
        if (!texts(lifted).equals(texts(model))) {
            return Optional.of("read back with parameters " + texts(lifted) + ", needed " + texts(model));
        }
        Map<String, Tensor> again = results(
                new ReferenceEngine(), lifted.simulated(), simulated.samples(), SessionOptions.DEFAULT);
        return Disagreement.first(simulated.outputs(), again)
                .map(difference -> "read back: " + difference)
                .or(() -> onnxRuntime(Truth.of(form.graph(), simulated.samples()))
                        .map(difference -> "onnxruntime: " + difference));
    }

    private Optional<String> integer(Graph graph, Contract contract) {
        Map<String, Tensor> samples = network.samples(MANY);
        Truth truth = Truth.of(graph, network.isPerSample() ? samples : network.samples(FEW));
        graph.outputs().forEach(name -> {
            exact += truth.bounds().isExact(name) ? 1 : 0;
            bounded += truth.bounds().isExact(name) ? 0 : 1;
        });
        try (Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
            Map<String, Tensor> many = session.run(truth.samples());
            Optional<String> difference = Disagreement.first(truth.outputs(), many, truth.bounds());
            if (contract == Contract.ONNX || !network.isPerSample()) {
                return difference;
            }
            for (int count : new int[] {1, FEW, CALIBRATED_ON}) {
                difference = difference.or(() -> Disagreement.first(firstOf(many, count),
                        session.run(firstOf(samples, count))).map(text -> "batch of " + count + ": " + text));
            }
            return difference.or(() -> threads(graph, truth, many));
        }
    }

    private static Optional<String> threads(Graph graph, Truth truth, Map<String, Tensor> one) {
        Map<String, Tensor> two =
                results(new OneDnnEngine(), graph, truth.samples(), SessionOptions.DEFAULT.withThreads(2));
        return (BatchInvariance.of(graph) ? Disagreement.first(one, two)
                : Disagreement.first(truth.outputs(), two, truth.bounds()))
                .map(text -> "2 threads: " + text);
    }

    private static Map<String, Tensor> firstOf(Map<String, Tensor> all, int count) {
        Map<String, Tensor> first = new LinkedHashMap<>();
        all.forEach((name, tensor) -> first.put(name, tensor.rows(0, count)));
        return first;
    }
}
