package dev.vernier.tflite;

import dev.vernier.graph.Node;
import dev.vernier.quant.Clamp;
import dev.vernier.quant.QParams;
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

    /// The output of the function behind a node, where the two can be one.
    ///
    /// @param reader that alone reads the node's output
    /// @param params of the codes of what the reader makes; empty where it has none
    /// @return empty where files have no word for it, and codes do not end where it does
    static Optional<Target> behind(Node reader, Clamp clamp, Optional<QParams> params) {
        return function(clamp).or(() -> params.filter(clamp::isDoneBy).map(done -> ActivationFunctionType.NONE))
                .map(function -> new Target(reader.output(), function, Optional.of(reader)));
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
