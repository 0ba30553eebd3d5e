package dev.vernier.onednn;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The search for NaN, which has no code.
final class Numbers {
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int INFINITY = 0x7f800000;

    private Numbers() {}

    /// @throws IllegalArgumentException where one of the float32 values is NaN; the message names the tensor
    static void require(String tensor, MemorySegment floats) {
        int count = (int) (floats.byteSize() / Float.BYTES);
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, floats.get(ValueLayout.JAVA_INT, (long) i * Float.BYTES) & MAGNITUDE);
        }
        if (largest > INFINITY) {
            throw new IllegalArgumentException("tensor '" + tensor + "': holds NaN, which has no code, needed numbers");
        }
    }
}
