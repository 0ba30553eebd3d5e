package dev.vernier.audit.error;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.DynamicQuantize;
import dev.vernier.graph.op.Quantize;
import dev.vernier.graph.op.Softmax;
import dev.vernier.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/// How far from the reference a right engine may be. What is computed exactly has one right result. Float sums and
/// functions differ in their last bits, which may carry a value across a tie into another code.
enum Closeness {
    EXACT(0),
    FLOAT(1e-3),
    /// A code or several behind float operators; a wrong operator is off by much more.
    ROUNDED(1.0 / 16),
    /// Probabilities, of which a code of the scores before makes ratios.
    PROBABILITY(1.0 / 4);

    /// The share of the largest value's magnitude.
    private final double share;

    Closeness(double share) {
        this.share = share;
    }

    /// That of every tensor that a node makes.
    static Map<String, Closeness> of(Graph graph) {
        Map<String, Closeness> all = new HashMap<>();
        for (Node node : graph.nodes()) {
            Closeness own = node.op().isExact() ? EXACT : FLOAT;
            for (String input : node.inputs()) {
                Closeness before = read(all.getOrDefault(input, EXACT), node);
                own = before.compareTo(own) > 0 ? before : own;
            }
            boolean rounds = node.op() instanceof Quantize || node.op() instanceof DynamicQuantize;
            Closeness made = own == FLOAT && rounds ? ROUNDED : own;
            node.outputs().forEach(output -> all.put(output, made));
        }
        return Map.copyOf(all);
    }

    /// What a node may make of an input: probabilities of scores, and of probabilities, unless it only codes or moves them,
    /// something that is theirs no more.
    private static Closeness read(Closeness input, Node node) {
        if (node.op() instanceof Softmax && input == ROUNDED) {
            return PROBABILITY;
        }
        boolean keeps = node.op() instanceof Quantize || node.op() instanceof Dequantize || node.op().movesValues();
        return input == PROBABILITY && !keeps ? ROUNDED : input;
    }

    /// The first place where the two are further apart than that; -1 where none is.
    ///
    /// @param start where the reference's values lie among the others
    int firstApart(Tensor made, int start, Tensor defined) {
        double largest = 0;
        for (int i = 0; i < defined.size(); i++) {
            largest = Math.max(largest, Math.abs(defined.doubleAt(i)));
        }
        for (int i = 0; i < defined.size(); i++) {
            double one = made.doubleAt(start + i);
            double other = defined.doubleAt(i);
            boolean isSame = one == other || Double.isNaN(one) && Double.isNaN(other);
            if (!isSame && !(Math.abs(one - other) <= share * largest)) {
                return i;
            }
        }
        return -1;
    }
}
