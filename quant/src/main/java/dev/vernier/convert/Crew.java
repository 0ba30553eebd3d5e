package dev.vernier.convert;

import dev.vernier.run.SessionOptions;

/// How work on samples is spread.
///
/// @param batch samples handed to a thread at a time
/// @param threads sessions that work side by side
public record Crew(int batch, int threads) {
    private static final int LARGEST = Integer.MAX_VALUE / SessionOptions.MICRO_BATCH * SessionOptions.MICRO_BATCH;

    /// A crew that takes whole micro-batches: `batch` is rounded up to them.
    public static Crew of(int batch, int threads) {
        long microBatches = Math.ceilDiv((long) batch, SessionOptions.MICRO_BATCH);
        return new Crew((int) Math.min(microBatches * SessionOptions.MICRO_BATCH, LARGEST), threads);
    }
}
