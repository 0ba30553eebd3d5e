package dev.vernier.tflite;

import dev.vernier.graph.FrozenBatch;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.op.TensorType;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tensorflow.lite.schema.BuiltinOperator;

/// Reads TensorFlow Lite models: the float network that a file's codes stand for, and its quantization. A file that was made
/// for one sample at a time, as most are, becomes one for any number where its reshapes allow that. Every failure is an
/// [InputException] that names the file; operators that Vernier does not have are listed together.
public final class TfliteReader {
    private final StoredModel stored;
    private final Optional<Shape> inputShape;
    private final Draft draft;

    private TfliteReader(StoredModel stored, Optional<Shape> inputShape) {
        this.stored = stored;
        this.inputShape = inputShape;
        this.draft = new Draft(stored);
    }

    /// @throws InputException where the file is missing, no model, damaged, or holds what Vernier does not have
    public static TfliteModel read(Path file) {
        return read(file, Optional.empty());
    }

    /// The same with another shape of its only input, in the file's layout.
    ///
    /// @throws InputException as [#read(Path)], and where the graph cannot run with this shape
    public static TfliteModel read(Path file, Optional<Shape> inputShape) {
        StoredModel stored = ModelParser.parse(file);
        try {
            return new TfliteReader(stored, inputShape).read();
        } catch (IllegalArgumentException | ArithmeticException | NegativeArraySizeException malformed) {
            throw ModelParser.failure(file, malformed);
        }
    }

    private TfliteModel read() {
        stored.inputs().forEach(this::input);
        OperatorReader reader = new OperatorReader(draft, readOnce());
        stored.operators().reversed().forEach(node -> nameOutput(node, reader));
        Set<Integer> needed = needed();
        List<String> problems = new ArrayList<>();
        for (StoredOperator node : stored.operators()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                try {
                    reader.read(node);
                } catch (IndexOutOfBoundsException outside) {
                    throw new IllegalArgumentException("damaged: operator " + node.place()
                            + ": an offset leads out of the file", outside);
                } catch (IllegalArgumentException | ArithmeticException unsupported) {
                    problems.add(
                            "operator " + node.place() + ": " + node.name() + " (" + unsupported.getMessage() + ")");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.size() + (problems.size() == 1 ? " operator" : " operators")
                    + " cannot be read: " + String.join("; ", problems));
        }
        return model(draft.model());
    }

    private TfliteModel model(QuantizedModel read) {
        List<String> changes = new ArrayList<>();
        Graph graph = read.graph();
        Optional<Graph> frozen = FrozenBatch.find(graph);
        if (frozen.isPresent()) {
            graph = frozen.get();
            int batch = graph.inputs().getFirst().type().shape().size(0);
            changes.add("it was exported for a batch of " + batch + ", and runs " + batch
                    + (batch == 1 ? " sample" : " samples") + " at a time");
        }
        Inference.types(graph);
        return new TfliteModel(new QuantizedModel(graph, read.quantization()),
                stored.inputs().size() == 1 ? stored.tensor(stored.inputs().getFirst()).params() : Optional.empty(),
                stored.notes(), stored.description(), changes);
    }

    /// Codes whose reals the file gives are called as these, and reals as their codes that it gives.
    private void nameOutput(StoredOperator node, OperatorReader reader) {
        boolean isDone = node.code() == BuiltinOperator.DEQUANTIZE
                || node.code() == BuiltinOperator.QUANTIZE && reader.areTheOnlyForm(node);
        if (isDone && !stored.inputs().contains(node.input(0)) && !stored.tensor(node.input(0)).isConstant()) {
            if (draft.isCalled(node.output())) {
                draft.callAlike(node.input(0), node.output());
            } else if (stored.outputs().contains(node.output())) {
                draft.call(node.input(0), node.output());
            }
        }
    }

    private void input(int place) {
        StoredTensor tensor = stored.tensor(place);
        int[] sizes = inputShape.orElse(tensor.shape()).sizes();
        if (sizes.length != tensor.rank()) {
            throw new IllegalArgumentException("input shape " + inputShape.orElseThrow() + " of '" + tensor.name()
                    + "', needed " + tensor.rank() + " axes as in " + tensor.shape());
        }
        if (sizes.length > 0 && (tensor.takesAnyBatch() || sizes[0] == 1)) {
            sizes[0] = Shape.N;
        }
        DType type = tensor.params().isPresent() ? DType.F32 : tensor.type();
        draft.input(place, new Input("input", new TensorType(type, ChannelsLast.inGraph(Shape.of(sizes)))));
    }

    /// The tensors that the outputs follow from. The shape that a reshape asks for is not, since the file says which one it is.
    private Set<Integer> needed() {
        Set<Integer> needed = new HashSet<>(stored.outputs());
        for (StoredOperator node : stored.operators().reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                needed.addAll(node.code() == BuiltinOperator.RESHAPE
                        ? node.inputs().subList(0, Math.min(1, node.inputs().size()))
                        : node.inputs());
            }
        }
        return needed;
    }

    private Set<Integer> readOnce() {
        Map<Integer, Integer> readers = new HashMap<>();
        stored.operators().forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
        stored.outputs().forEach(output -> readers.merge(output, 2, Integer::sum));
        return readers.entrySet().stream().filter(entry -> entry.getValue() == 1).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// How often each operator stands in a file, whether Vernier has it or not.
    ///
    /// @throws InputException where the file is missing, no model, or damaged
    public static Map<String, Integer> operators(Path file) {
        Map<String, Integer> counts = new TreeMap<>();
        ModelParser.parse(file).operators().forEach(node -> counts.merge(node.name(), 1, Integer::sum));
        return counts;
    }
}
