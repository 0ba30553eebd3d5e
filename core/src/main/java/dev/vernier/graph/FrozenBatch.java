package dev.vernier.graph;

import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// A batch that stands in a graph as a number although its inputs take any: a network that was exported with one sample and
/// flattens to `[1, 2048]`. Such a graph runs so many samples at a time.
public final class FrozenBatch {
    private static final int LARGEST = 4096;

    private FrozenBatch() {}

    /// The graph with inputs of the number of samples that it needs; empty where any number does, or none is found.
    public static Optional<Graph> find(Graph graph) {
        if (graph.inputs().stream().allMatch(input -> input.type().shape().isConcrete()) || takesAny(graph)) {
            return Optional.empty();
        }
        return candidates(graph).mapToObj(batch -> at(graph, batch))
                .filter(fixed -> types(fixed).isPresent()).findFirst();
    }

    private static boolean takesAny(Graph graph) {
        return types(graph).filter(types -> graph.outputs().stream().map(types::get)
                .noneMatch(FrozenBatch::variesBehindTheFirstAxis)).isPresent();
    }

    private static boolean variesBehindTheFirstAxis(TensorType type) {
        return IntStream.range(1, type.shape().rank()).anyMatch(axis -> type.shape().size(axis) < 0);
    }

    /// One, and what shapes begin with.
    private static IntStream candidates(Graph graph) {
        IntStream shapes = graph.nodes().stream()
                .filter(node -> node.op() instanceof Reshape)
                .flatMap(node -> graph.constant(node.input(1)).stream())
                .filter(shape -> shape.size() > 0)
                .mapToLong(shape -> shape.longAt(0))
                .filter(size -> size > 1 && size <= LARGEST)
                .mapToInt(Math::toIntExact);
        return IntStream.concat(IntStream.of(1), shapes).distinct();
    }

    private static Graph at(Graph graph, int batch) {
        List<Input> inputs = graph.inputs().stream()
                .map(input -> new Input(input.name(), input.type().with(input.type().shape().at(batch)))).toList();
        return graph.withInputs(inputs);
    }

    /// Empty where the shapes do not fit together.
    private static Optional<Map<String, TensorType>> types(Graph graph) {
        try {
            return Optional.of(Inference.types(graph));
        } catch (IllegalArgumentException | ArithmeticException unfit) {
            return Optional.empty();
        }
    }
}
