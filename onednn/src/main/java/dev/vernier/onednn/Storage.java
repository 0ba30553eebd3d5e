package dev.vernier.onednn;

import java.lang.foreign.MemorySegment;

/// A stretch of memory under one or more slots, and the steps between which its content matters. It has no place until
/// the plan is complete, unless it is fixed (constants).
final class Storage {
    private final long bytes;
    private int firstStep = Integer.MAX_VALUE;
    private int lastStep = Integer.MIN_VALUE;
    private MemorySegment segment;

    private Storage(long bytes, MemorySegment segment) {
        this.bytes = bytes;
        this.segment = segment;
    }

    static Storage of(long bytes) {
        return new Storage(bytes, null);
    }

    /// With a place of its own for the whole session.
    static Storage fixed(MemorySegment segment) {
        return new Storage(segment.byteSize(), segment);
    }

    /// Notes that a step reads or writes it.
    void usedAt(int step) {
        firstStep = Math.min(firstStep, step);
        lastStep = Math.max(lastStep, step);
    }

    boolean isPlaced() {
        return segment != null;
    }

    void place(MemorySegment place) {
        segment = place;
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

    MemorySegment segment() {
        return segment;
    }
}
