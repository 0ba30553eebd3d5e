package dev.vernier.audit;

import dev.vernier.audit.cause.LayerMatching;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.quant.Layer;
import java.util.Optional;

/// A candidate that is another network than the reference, so that no cause in a tensor can be told.
final class OtherArchitecture {
    private OtherArchitecture() {}

    /// Where less than half of the layers of the larger one correspond.
    ///
    /// @param folded the reference's graph
    /// @param given the candidate's
    static Optional<Finding> of(Model reference, Graph folded, Model candidate, Graph given) {
        int same = LayerMatching.of(folded, given).layers().size();
        int before = layers(folded);
        int after = layers(given);
        if (2 * same >= Math.max(before, after)) {
            return Optional.empty();
        }
        return Optional.of(new Finding(FindingId.OTHER_ARCHITECTURE, Finding.Severity.WARNING, Optional.empty(),
                candidate.name() + " is another network than " + reference.name() + ": " + same + " of its " + after
                        + " layers with weights correspond to one of the " + before,
                "layers = " + before + ", layers of the candidate = " + after + ", corresponding = " + same,
                Optional.empty(),
                Optional.of(
                        "audit it against the model that it was made of; compare two networks by their accuracy alone"))
                .withNumbers(Numbers.of("corresponding", same).and("layers", before).and("candidate_layers", after)));
    }

    private static int layers(Graph graph) {
        return (int) graph.nodes().stream().filter(node -> Layer.of(node, graph).isPresent()).count();
    }
}
