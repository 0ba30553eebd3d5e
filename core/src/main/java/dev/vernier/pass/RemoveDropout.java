package dev.vernier.pass;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Dropout;
import java.util.Optional;

/// Removes dropout, which does nothing at inference. A dropout whose mask is read stays.
public final class RemoveDropout implements Rule {
    @Override
    public String name() {
        return "remove-dropout";
    }

    @Override
    public Optional<Patch> apply(Node node, View view) {
        if (!(node.op() instanceof Dropout) || node.outputs().stream().skip(1).anyMatch(mask -> isUsed(mask, view))) {
            return Optional.empty();
        }
        return Bypass.of(this, "node '" + node.label() + "' is a dropout, which does nothing at inference", node, view);
    }

    private static boolean isUsed(String name, View view) {
        return view.isOutput(name) || !view.consumers(name).isEmpty();
    }
}
