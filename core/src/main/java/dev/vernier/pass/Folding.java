package dev.vernier.pass;

import java.util.List;

/// The lists of rules that models go through.
public final class Folding {
    private Folding() {}

    /// What every imported model goes through: after it no arithmetic on shapes, identity or dropout is left. It
    /// changes no result.
    public static List<Rule> cleaning() {
        return List.of(new RemoveDropout(), new FoldConstants(), new RemoveIdentity());
    }

    /// What a model goes through before it is quantized: [#cleaning()], and batch norms, factors and biases folded into
    /// layers, each of which has a bias of its own then. It changes results by float32 roundings.
    public static List<Rule> standard() {
        return List.of(new RemoveDropout(), new FoldConstants(), new RemoveIdentity(), new FoldBias(),
                new FoldGemmFactors(), new FoldBatchNorm(), new UnshareBias());
    }
}
