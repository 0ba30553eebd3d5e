package dev.vernier.pass;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Gemm;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives every layer a constant bias of its own: the codes of a bias depend on the scales of its layer's input and
/// weights, so that no two readers can share them.
public final class UnshareBias implements Rule {
    private static final int BIAS = 2;

    @Override
    public String name() {
        return "unshare-bias";
    }

    @Override
    public Optional<Patch> apply(Node node, View view) {
        boolean isLayer = node.op() instanceof Conv || node.op() instanceof Gemm;
        String bias = node.input(BIAS);
        Optional<Tensor> value = view.constant(bias);
        if (!isLayer || value.isEmpty() || view.isPrivateTo(node, bias)) {
            return Optional.empty();
        }
        String own = view.primed(bias);
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(BIAS, own);
        return Optional.of(Patch.replacing(this, "node '" + node.label() + "' gets a copy of '" + bias
                + "', which others read as well", List.of(node), List.of(node.withInputs(inputs)),
                Map.of(own, value.get())));
    }
}
