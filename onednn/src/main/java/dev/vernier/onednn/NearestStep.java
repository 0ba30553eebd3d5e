package dev.vernier.onednn;

import dev.vernier.pairs.NearestCodes;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Codes of [NearestCodes] as a step.
///
/// @param inputs what reals are made of
/// @param undecided gives what decides those that float32 cannot
record NearestStep(NearestCodes how, List<Slot> inputs, Slot output, Undecided undecided) implements Step {
    /// What profiles call the code that runs.
    static final String IMPLEMENTATION = "pairs:avx2";

    /// Codes as they are defined.
    @FunctionalInterface
    interface Undecided {
        NearestCodes.Exactly on(List<MemorySegment> inputs, MemorySegment output);
    }

    @Override
    public Runnable on(Workspace workspace) {
        List<MemorySegment> from = inputs.stream().map(workspace::segment).toList();
        MemorySegment to = workspace.segment(output);
        return how.on(from, to, undecided.on(from, to), workspace.dnnl()::allocate);
    }
}
