package dev.vernier.audit.cause;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which way round matrices of weights lie: Keras has output channels last, TensorFlow Lite first.
public final class Orientation {
    private Orientation() {}

    /// The reference with every matrix turned that lies the other way round in the candidate's layer, so that weights can be
    /// compared one by one. The graph computes the same. Matrices that several nodes read stay as they are.
    public static Graph of(Graph reference, Graph candidate) {
        Map<String, Tensor> constants = new LinkedHashMap<>(reference.constants());
        List<Node> nodes = new ArrayList<>(reference.nodes());
        Map<String, TensorType> types = Inference.types(reference);
        Map<String, List<Node>> readers = reference.consumers();
        for (LayerPair pair : LayerMatching.of(reference, candidate).layers()) {
            Node node = pair.reference().node();
            String weight = pair.reference().weight();
            boolean isTurned = pair.reference().channelAxis() != pair.candidate().channelAxis();
            boolean isOfMatrices = types.get(pair.reference().input()).shape().rank() == 2;
            if (isTurned && isOfMatrices && readers.get(weight).size() == 1) {
                constants.put(weight, turned(constants.get(weight)));
                boolean isFirst = pair.candidate().channelAxis() == 0;
                nodes.replaceAll(other -> other.equals(node)
                        ? new Node(node.name(), new Gemm(1, 1, false, isFirst), node.inputs(),
                                node.outputs())
                        : other);
            }
        }
        return new Graph(reference.inputs(), constants, nodes, reference.outputs());
    }

    private static Tensor turned(Tensor matrix) {
        int rows = matrix.shape().size(0);
        int columns = matrix.shape().size(1);
        float[] values = new float[matrix.size()];
        for (int i = 0; i < values.length; i++) {
            values[i % columns * rows + i / columns] = matrix.floatAt(i);
        }
        return Tensor.of(Shape.of(columns, rows), values);
    }
}
