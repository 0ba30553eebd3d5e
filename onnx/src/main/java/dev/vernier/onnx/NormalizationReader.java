package dev.vernier.onnx;

import dev.vernier.graph.op.BatchNorm;
import dev.vernier.graph.op.Gather;
import dev.vernier.graph.op.GroupNorm;
import dev.vernier.graph.op.LayerNorm;
import dev.vernier.graph.op.LocalResponseNorm;
import dev.vernier.graph.op.Op;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;

/// Normalizations on their way in.
final class NormalizationReader {
    private final NodeReader node;
    private final NodeAttributes attributes;

    NormalizationReader(NodeReader node) {
        this.node = node;
        this.attributes = node.attributes();
    }

    private float epsilon() {
        return attributes.number("epsilon", 1e-5f);
    }

    /// In training mode, of a single sample such as a weight, it is a group norm with a group for each channel.
    Op batchNorm() {
        attributes.ignore("momentum").require("spatial", 1);
        if (node.graph().shape(node.input(0)).filter(x -> x.rank() > 2 && x.size(0) == 1).isPresent()
                && attributes.flag("training_mode", false)) {
            node.setInputs(node.input(0), node.input(1), node.input(2));
            node.dropOtherOutputs();
            return instanceNorm();
        }
        attributes.require("training_mode", 0);
        if (node.outputs() > 1) {
            throw new IllegalArgumentException("training mode, " + node.outputs() + " outputs, needed one");
        }
        return new BatchNorm(epsilon());
    }

    /// Sums are in float64 whatever type ONNX asks for.
    LayerNorm layerNorm() {
        attributes.ignore("stash_type");
        return new LayerNorm(attributes.integer("axis", -1), epsilon());
    }

    /// A group for each channel, which the scale has an element for.
    GroupNorm instanceNorm() {
        Shape scale = node.shape(node.input(1));
        return new GroupNorm(Math.max(scale.elementCount(), 1), epsilon());
    }

    /// Before opset 21 there was one scale and one bias for each group, which are repeated here for each of its channels.
    GroupNorm groupNorm() {
        attributes.ignore("stash_type");
        int groups = attributes.integer("num_groups");
        GroupNorm norm = new GroupNorm(groups, epsilon());
        if (node.opset() < 21) {
            Shape shape = node.shape(node.input(0));
            if (shape.rank() < 2 || shape.size(1) % groups != 0) {
                throw new IllegalArgumentException(
                        "input of shape " + shape + ", needed channels that divide into num_groups = " + groups);
            }
            long[] group = new long[shape.size(1)];
            Arrays.setAll(group, channel -> channel / (group.length / groups));
            String groupOf = node.constant("groups", Tensor.vector(group));
            node.setInput(1, node.then("scale", new Gather(0), node.input(1), groupOf));
            node.setInput(2, node.then("bias", new Gather(0), node.input(2), groupOf));
        }
        return norm;
    }

    LocalResponseNorm localResponseNorm() {
        return new LocalResponseNorm(attributes.integer("size"), attributes.number("alpha", 1e-4f),
                attributes.number("beta", 0.75f), attributes.number("bias", 1));
    }
}
