package dev.vernier.onednn;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A stretch of memory under one or more slots, and the steps between which its content matters. Constants have a fixed
/// place that all sessions share; anything else gets an offset in each session's memory when the plan is complete.
final class Storage {
    private static final long NOWHERE = -1;

    private final long bytes;
    private final Optional<MemorySegment> fixed;
    private int firstStep = Integer.MAX_VALUE;
    private int lastStep = Integer.MIN_VALUE;
    private long offset = NOWHERE;

    private Storage(long bytes, Optional<MemorySegment> fixed) {
        this.bytes = bytes;
        this.fixed = fixed;
    }

    static Storage of(long bytes) {
        return new Storage(bytes, Optional.empty());
    }

    static Storage fixed(MemorySegment segment) {
        return new Storage(segment.byteSize(), Optional.of(segment));
    }

    /// Notes that a step reads or writes it.
    void usedAt(int step) {
        firstStep = Math.min(firstStep, step);
        lastStep = Math.max(lastStep, step);
    }

    boolean isFixed() {
        return fixed.isPresent();
    }

    /// Says where it lies in a session's memory.
    void place(long place) {
        offset = place;
    }

    long bytes() {
        return bytes;
    }

    int firstStep() {
        return firstStep;
    }

    int lastStep() {
        return lastStep;
    }

    /// @param memory a session's
    MemorySegment in(MemorySegment memory) {
        if (fixed.isEmpty() && offset == NOWHERE) {
            throw new IllegalStateException("storage of " + bytes + " bytes has no place, needed one");
        }
        return fixed.orElseGet(() -> memory.asSlice(offset, bytes));
    }
}
