package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.MatMul;
import dev.vernier.quant.Clamp;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Qdq;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.FileEngine;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether ONNX Runtime computes a file's quantized layers on codes: it runs in float, between a DequantizeLinear and a
/// QuantizeLinear, what it has no integer kernel for.
final class NotFused {
    private static final Set<String> IN_FLOAT =
            Set.of("Conv", "FusedConv", "NhwcFusedConv", "Gemm", "FusedGemm", "MatMul", "FusedMatMul");

    private NotFused() {}

    /// What the graph that it really runs shows; nothing where all quantized layers run on codes, or it cannot be asked.
    static List<Finding> findings(FileEngine witness, Path file, QuantizedModel model) {
        if (!witness.runs(file)) {
            return List.of();
        }
        Map<String, Integer> operators;
        try {
            operators = witness.optimizedOperators(file);
        } catch (InputException | LinkageError refused) {
            return List.of();
        }
        int inFloat = operators.entrySet().stream().filter(entry -> IN_FLOAT.contains(entry.getKey()))
                .mapToInt(Map.Entry::getValue).sum();
        int layers = (int) model.graph().nodes().stream().filter(NotFused::isLayer).count();
        int meant = (int) model.integer().nodes().stream().filter(NotFused::isLayer).count();
        if (inFloat <= meant) {
            return List.of();
        }
        return List.of(new Finding(FindingId.NOT_FUSED, Finding.Severity.INFO, Optional.empty(),
                "ONNX Runtime computes " + (inFloat - meant) + " of " + (layers - meant)
                        + " quantized layers in float: right, but not faster than the float model",
                "operators that it runs: " + operators, Optional.empty(), remedy(model))
                .withNumbers(Numbers.of("layers_in_float", inFloat - meant).and("layers", layers - meant)));
    }

    private static boolean isLayer(Node node) {
        return node.op() instanceof Conv || node.op() instanceof Gemm || node.op() instanceof MatMul;
    }

    private static Optional<String> remedy(QuantizedModel model) {
        List<String> remedies = new ArrayList<>();
        Map<String, QParams> activations = model.quantization().activations(model.graph()).parameters();
        Map<String, QParams> weights = model.quantization().weights(model.graph()).parameters();
        if (activations.values().stream().anyMatch(params -> params.codes() == DType.I16)) {
            remedies.add("activations of dtype quint8 instead of qint16");
        }
        if (activations.values().stream().anyMatch(params -> params.codes() == DType.U16)) {
            remedies.add("activations of dtype quint8 instead of 16 bits");
        }
        if (activations.values().stream().anyMatch(params -> params.codes() == DType.I8)) {
            remedies.add("activations of dtype quint8 instead of qint8 on x86");
        }
        if (weights.values().stream().anyMatch(params -> params.codes() == DType.I4)) {
            remedies.add("weights of dtype qint8 instead of qint4");
        }
        Set<String> absorbed = Qdq.absorbed(model.graph(), model.quantization()).keySet();
        boolean clamped = model.graph().nodes().stream().anyMatch(node -> Clamp.of(node, model.graph()).isPresent()
                && activations.containsKey(node.output()) && !activations.containsKey(node.input(0))
                && !absorbed.contains(node.output()));
        if (clamped) {
            remedies.add("affine activations over all codes, whose ends do what ReLU and Clip do");
        }
        return remedies.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", remedies));
    }
}
