package dev.vernier.pass;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Operand;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Replaces nodes by constants where neither samples nor batch decide what they make: nodes that read constants alone,
/// and the arithmetic on shapes that exporters leave behind. A reshape to a computed shape gets it as a constant, with
/// -1 where it varies with the batch.
///
/// Codes that are dequantized stay codes: they are a quantized weight, no arithmetic.
public final class FoldConstants implements Rule {
    /// Larger results are folded only where the constants they come from are as large.
    private static final int LARGEST_RESULT = 1 << 16;

    @Override
    public String name() {
        return "fold-constants";
    }

    @Override
    public Optional<Patch> apply(Node node, View view) {
        if (node.op() instanceof Dequantize) {
            return Optional.empty();
        }
        if (node.inputs().stream().allMatch(name -> name.isEmpty() || view.constant(name).isPresent())) {
            return evaluated(node, view)
                    .map(values -> constants(node, values, "node '" + node.label() + "' reads constants alone"));
        }
        return knownWholes(node, view)
                .map(values -> constants(node, values, "node '" + node.label() + "' makes the same for every sample"))
                .or(() -> reshapeToConstant(node, view));
    }

    private Patch constants(Node node, List<Tensor> values, String reason) {
        Map<String, Tensor> constants = new HashMap<>();
        for (int i = 0; i < node.outputs().size(); i++) {
            constants.put(node.outputs().get(i), values.get(i));
        }
        constants.remove("");
        return Patch.replacing(this, reason, List.of(node), List.of(), constants);
    }

    private static Optional<List<Tensor>> evaluated(Node node, View view) {
        List<Tensor> read = new ArrayList<>();
        node.inputs().forEach(name -> read.add(view.constant(name).orElse(null)));
        Inputs<Tensor> inputs = Inputs.of(read);
        try {
            long bound = LARGEST_RESULT;
            for (Tensor input : read) {
                bound = Math.max(bound, input == null ? 0 : input.size());
            }
            for (TensorType type : node.op().infer(Operand.of(inputs))) {
                if (type.shape().elementCount() > bound) {
                    return Optional.empty();
                }
            }
            return Optional.of(node.op().evaluate(inputs));
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(
                    "node '" + node.label() + "': " + node.op().word() + ": " + unfit.getMessage(), unfit);
        }
    }

    /// The values of all outputs, where they are known and hold no reals: those may come from a quantized weight.
    private static Optional<List<Tensor>> knownWholes(Node node, View view) {
        List<Tensor> values = new ArrayList<>();
        for (String output : node.outputs()) {
            Optional<Tensor> value = output.isEmpty() ? Optional.empty() : view.value(output);
            if (value.isEmpty() || value.get().dtype().isFloat()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }

    private Optional<Patch> reshapeToConstant(Node node, View view) {
        if (!(node.op() instanceof Reshape) || view.constant(node.input(1)).isPresent()) {
            return Optional.empty();
        }
        return view.type(node.output()).map(TensorType::shape).filter(FoldConstants::canBeTarget).map(shape -> {
            String target = view.primed(node.input(1));
            Node reshape = new Node(
                    node.name(), new Reshape(false), List.of(node.input(0), target), node.outputs());
            long[] sizes = Arrays.stream(shape.sizes()).mapToLong(size -> Math.max(size, -1)).toArray();
            return Patch.replacing(
                    this,
                    "node '" + node.label() + "' makes " + shape + " for every sample",
                    List.of(node),
                    List.of(reshape),
                    Map.of(target, Tensor.vector(sizes)));
        });
    }

    /// Whether one -1 says all about a shape that the batch decides.
    private static boolean canBeTarget(Shape shape) {
        return Arrays.stream(shape.sizes()).filter(size -> size < 0).count() <= 1
                && Arrays.stream(shape.sizes()).noneMatch(size -> size == 0);
    }
}
