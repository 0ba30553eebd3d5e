package dev.vernier.conformance.tflite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.TensorType;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.IntegerLowering;
import dev.vernier.quant.Networks;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import dev.vernier.tflite.TfliteModel;
import dev.vernier.tflite.TfliteWriter;
import dev.vernier.witness.TfliteKernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// A graph beside the file that is written of it: read back, and run by TensorFlow Lite's own kernels and by XNNPACK. What
/// differs is a line each.
final class WrittenComparison {
    private static final double READ_BACK = 1e-5;
    private static final double RUN = 1e-4;

    private final Graph graph;
    private final Map<String, Tensor> samples;
    private final List<String> differences = new ArrayList<>();

    private WrittenComparison(Graph graph, Map<String, Tensor> samples) {
        this.graph = graph;
        this.samples = samples;
    }

    /// The graph in float.
    static List<String> ofReals(Graph graph, Map<String, Tensor> samples) {
        WrittenComparison comparison = new WrittenComparison(graph, samples);
        comparison.reals();
        return comparison.differences;
    }

    private void reals() {
        Map<String, Tensor> expected = run(graph, samples, Set.of());
        try (Written written = new Written(new QuantizedModel(graph, Quantization.NONE), TfliteWriter.Ends.REALS)) {
            compare("read back", expected, run(written.back().model().graph(), samples, Set.of()), READ_BACK);
            for (TfliteKernels kernels : TfliteKernels.values()) {
                compare(kernels.toString(), expected, written.outputs(kernels, samples), RUN);
            }
        }
    }

    /// The graph on codes, by [QConfig#TFLITE].
    static List<String> ofCodes(Graph graph, Map<String, Tensor> samples, Map<String, Tensor> calibration) {
        WrittenComparison comparison = new WrittenComparison(graph, samples);
        QuantizedModel model = quantized(Rewriter.run(graph, Folding.standard()).graph(), calibration);
        for (TfliteWriter.Ends ends : TfliteWriter.Ends.values()) {
            comparison.codes(model, ends);
        }
        return comparison.differences;
    }

    static QuantizedModel quantized(Graph graph, Map<String, Tensor> calibration) {
        Placement placement = Placement.of(graph, QConfig.TFLITE);
        Set<String> observed = new HashSet<>(placement.observed());
        graph.inputs().stream().map(Input::name).forEach(observed::remove);
        Map<String, Tensor> seen = new HashMap<>(run(graph, calibration, observed));
        seen.putAll(calibration);
        return new QuantizedModel(graph, new Quantizer(graph, placement, QConfig.TFLITE)
                .quantize((name, rule, scheme) -> Optional.of(Networks.range(seen.get(name)))));
    }

    private void codes(QuantizedModel model, TfliteWriter.Ends ends) {
        try (Written written = new Written(model, ends)) {
            TfliteModel back = written.back();
            codes(ends + " written", model, written);
            codes(ends + " read back", back.model(), written);
        }
    }

    private void codes(String stage, QuantizedModel model, Written written) {
        Graph integer = model.integer(Contract.TFLITE);
        Set<String> made = written.made();
        Set<String> lowered = new HashSet<>(integer.producers().keySet());
        lowered.removeAll(roundedElsewhere(integer));
        Map<String, String> shared = new HashMap<>();
        for (String name : model.quantization().parameters().keySet()) {
            String code = IntegerLowering.codes(name);
            String theirs = made.contains(name + "_int8") ? name + "_int8" : name;
            if (lowered.contains(code) && made.contains(theirs)) {
                shared.put(code, theirs);
            }
        }
        Map<String, Tensor> ours = run(integer, samples, Set.copyOf(shared.keySet()));
        Map<String, Tensor> theirs = written.codes(samples, Set.copyOf(shared.values()));
        shared.forEach((own, other) -> {
            Tensor wanted = theirs.get(other);
            Tensor given = ours.get(own);
            long different = wanted.dtype() != given.dtype() || !wanted.shape().equals(given.shape()) ? -1
                    : IntStream.range(0, given.size())
                            .filter(i -> given.longAt(i) != wanted.longAt(i)).count();
            if (different != 0) {
                differences.add(stage + ": " + other + ": " + different + " of " + wanted.size() + " codes differ, "
                        + wanted.dtype() + wanted.shape() + " " + given.dtype() + given.shape());
            }
        });
    }

    /// What depends on floats that are computed between codes, whose last bits are each runtime's own.
    private static Set<String> roundedElsewhere(Graph integer) {
        Map<String, TensorType> types = Inference.types(integer);
        Set<String> found = new HashSet<>();
        for (Node node : integer.nodes()) {
            boolean isFloat = types.get(node.output()).dtype() == DType.F32 && !(node.op() instanceof Dequantize)
                    && !node.op().movesValues();
            if (isFloat || node.inputs().stream().anyMatch(found::contains)) {
                found.addAll(node.outputs());
            }
        }
        return found;
    }

    private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> samples, Set<String> taps) {
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT.withTaps(taps))) {
            return session.run(samples);
        }
    }

    private void compare(String stage, Map<String, Tensor> expected, Map<String, Tensor> actual, double tolerance) {
        expected.forEach((name, wanted) -> {
            Tensor given = actual.get(name);
            if (given == null || !given.shape().equals(wanted.shape()) || given.dtype() != wanted.dtype()) {
                differences.add(stage + ": output '" + name + "' = " + given + ", needed " + wanted);
                return;
            }
            double largest = 1e-6;
            for (int i = 0; i < wanted.size(); i++) {
                largest = Math.max(largest, Math.abs(wanted.doubleAt(i)));
            }
            for (int i = 0; i < wanted.size(); i++) {
                double far = Math.abs(wanted.doubleAt(i) - given.doubleAt(i));
                if (!(far <= tolerance * largest) && Double.compare(wanted.doubleAt(i), given.doubleAt(i)) != 0) {
                    differences.add(stage + ": output '" + name + "' at " + i + " = " + given.doubleAt(i)
                            + ", needed " + wanted.doubleAt(i));
                    return;
                }
            }
        });
    }
}
