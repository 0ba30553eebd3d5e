package dev.vernier.tflite;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.quant.Clamp;
import java.util.List;
import java.util.Optional;
import org.tensorflow.lite.schema.ActivationFunctionType;

/// What an operator makes in a file: its own output, or that of the function behind it, which files fuse with it.
///
/// @param name of the tensor
/// @param function one of [ActivationFunctionType]
/// @param fused the node of the function; empty for none
record Target(String name, byte function, Optional<Node> fused) {
    static Target of(Node node) {
        return new Target(node.output(), ActivationFunctionType.NONE, Optional.empty());
    }

    /// @param readers of the node's output
    /// @param isFixed whether the output has codes or is one of the graph's, so that nothing can be fused behind it
    static Target of(Node node, List<Node> readers, boolean isFixed, Graph graph) {
        if (isFixed || readers.size() != 1) {
            return of(node);
        }
        Node reader = readers.getFirst();
        return Clamp.of(reader, graph).flatMap(Target::function)
                .map(function -> new Target(reader.output(), function, Optional.of(reader)))
                .orElseGet(() -> of(node));
    }

    /// The function that keeps values in a range; empty where there is none.
    static Optional<Byte> function(Clamp clamp) {
        if (clamp.equals(new Clamp(0, Float.POSITIVE_INFINITY))) {
            return Optional.of(ActivationFunctionType.RELU);
        }
        if (clamp.equals(new Clamp(0, 6))) {
            return Optional.of(ActivationFunctionType.RELU6);
        }
        return clamp.equals(new Clamp(-1, 1)) ? Optional.of(ActivationFunctionType.RELU_N1_TO_1) : Optional.empty();
    }
}
