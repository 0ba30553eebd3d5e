package dev.vernier.onednn;

import dev.vernier.run.Watcher;
import java.lang.foreign.MemorySegment;

/// A tensor that a watcher sees while a plan runs.
///
/// @param slot holds the samples one behind the other
/// @param step how many of the plan's steps are done when it is there
record Sight(String tensor, Slot slot, int step) {
    /// @param values what the slot holds
    /// @param first the place of the micro-batch's first sample among all of the run
    /// @param count how many samples are no padding
    /// @param size how many samples the micro-batch has
    void show(MemorySegment values, Watcher watcher, int first, int count, int size) {
        long bytes = values.byteSize() / size;
        for (int i = 0; i < count; i++) {
            watcher.see(tensor, first + i, values.asSlice(i * bytes, bytes));
        }
    }
}
