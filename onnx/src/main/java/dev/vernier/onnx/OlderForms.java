package dev.vernier.onnx;

import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Flatten;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Pad;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.ShapeOf;
import dev.vernier.graph.op.Slice;
import dev.vernier.graph.op.TopK;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.function.IntFunction;

/// Operators that older opsets wrote in another form, read as the newest one: attributes that are inputs today become
/// constants of the graph.
final class OlderForms {
    private final NodeReader node;
    private final NodeAttributes attributes;

    OlderForms(NodeReader node) {
        this.node = node;
        this.attributes = node.attributes();
    }

    private Tensor needed(String name) {
        return attributes.vector(name).orElseThrow(() -> NodeAttributes.absent(name));
    }

    Clip clip() {
        if (node.opset() < 11) {
            attributes.findNumber("min").ifPresent(low -> node.constantInput(1, "min", Tensor.scalar(low)));
            attributes.findNumber("max").ifPresent(high -> node.constantInput(2, "max", Tensor.scalar(high)));
        }
        return new Clip();
    }

    Slice slice() {
        if (node.opset() < 10) {
            node.constantInput(1, "starts", needed("starts"));
            node.constantInput(2, "ends", needed("ends"));
            attributes.vector("axes").ifPresent(axes -> node.constantInput(3, "axes", axes));
        }
        return new Slice();
    }

    Pad pad() {
        if (node.opset() < 11) {
            node.constantInput(1, "pads", needed("pads"));
            attributes.findNumber("value").ifPresent(value -> node.constantInput(2, "value", Tensor.scalar(value)));
        }
        return new Pad(AttributeWords.of("mode", Pad.Mode.class, attributes.word("mode", "constant")));
    }

    /// Those that need not be sorted are sorted too.
    TopK topK() {
        attributes.ignore("sorted");
        if (node.opset() < 10) {
            node.constantInput(1, "k", Tensor.vector(attributes.integer("k")));
        }
        return new TopK(attributes.integer("axis", -1), attributes.flag("largest", true));
    }

    /// @param inputSince the opset since which the axes are the second input
    <T extends Op> T withAxes(int inputSince, T op) {
        if (node.opset() < inputSince) {
            attributes.vector("axes").ifPresent(axes -> node.constantInput(1, "axes", axes));
        }
        return op;
    }

    /// Before opset 13, softmax ran over all axes from `axis` on together.
    ///
    /// @param along softmax or its logarithm along an axis
    Op softmax(IntFunction<Op> along) {
        if (node.opset() >= 13) {
            return along.apply(attributes.integer("axis", -1));
        }
        int axis = attributes.integer("axis", 1);
        String x = node.input(0);
        Optional<Shape> shape = node.graph().shape(x);
        if (axis == -1 || shape.filter(known -> known.axis(axis) == known.rank() - 1).isPresent()) {
            return along.apply(-1);
        }
        String sizes = node.then("shape", new ShapeOf(0, Integer.MAX_VALUE), x);
        String flat = node.then("flat", new Flatten(axis), x);
        node.setInput(0, node.then("softmax", along.apply(-1), flat));
        node.setInput(1, sizes);
        return new Reshape(false);
    }
}
