package dev.vernier.pass;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Cast;
import dev.vernier.graph.op.Identity;
import dev.vernier.graph.op.Pad;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/// Removes nodes that give their input unchanged: identities, casts to the type that is there, pads of nothing.
public final class RemoveIdentity implements Rule {
    @Override
    public String name() {
        return "remove-identity";
    }

    @Override
    public Optional<Patch> apply(Node node, View view) {
        Optional<String> reason =
                switch (node.op()) {
                    case Identity() -> Optional.of("is an identity");
                    case Cast(var to) when view.type(node.input(0)).filter(type -> type.dtype() == to).isPresent() ->
                        Optional.of("casts " + to + " to " + to);
                    case Pad pad when view.constant(node.input(1)).filter(RemoveIdentity::isZero).isPresent() ->
                        Optional.of("pads nothing");
                    default -> Optional.empty();
                };
        return reason.flatMap(what -> Bypass.of(this, "node '" + node.label() + "' " + what, node, view));
    }

    private static boolean isZero(Tensor pads) {
        return Arrays.stream(pads.longs()).allMatch(pad -> pad == 0);
    }
}
