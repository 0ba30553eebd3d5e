package dev.vernier.onednn;

import dev.vernier.pairs.PairLayer;

/// A layer of [ExactLayers] as a step.
///
/// @param scratch memory that it works in
record ExactLayer(PairLayer layer, Slot x, Slot scratch, Slot y) implements Step {
    /// What profiles call the code that runs.
    static final String IMPLEMENTATION = "pairs:avx2";

    @Override
    public Runnable on(Workspace workspace) {
        return layer.on(workspace.segment(x), workspace.segment(scratch), workspace.segment(y),
                workspace.dnnl()::allocate);
    }
}
