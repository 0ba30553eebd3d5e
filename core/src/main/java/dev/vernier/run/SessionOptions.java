package dev.vernier.run;

import java.util.Set;

/// What a session is opened for.
///
/// @param microBatch how many samples are run at a time, at least 1
/// @param taps the tensors that a run returns beside the graph's outputs
/// @param watched the tensors that a [Watcher] sees
/// @param threads how many threads one run is spread over, at least 1. An engine may use fewer. Several sessions of one
///     thread each do more work in the same time; several threads give one result sooner. Float sums may differ in the
///     last bits from those of another number of threads, integer results do not.
public record SessionOptions(int microBatch, Set<String> taps, Set<String> watched, int threads) {
    /// Samples run at a time where nothing else is asked.
    public static final int MICRO_BATCH = 16;

    public static final SessionOptions DEFAULT = new SessionOptions(MICRO_BATCH, Set.of());

    public SessionOptions {
        taps = Set.copyOf(taps);
        watched = Set.copyOf(watched);
        requirePositive("micro-batch", microBatch);
        requirePositive("threads", threads);
    }

    public SessionOptions(int microBatch, Set<String> taps) {
        this(microBatch, taps, Set.of(), 1);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ", needed at least 1");
        }
    }

    public SessionOptions withTaps(Set<String> others) {
        return new SessionOptions(microBatch, others, watched, threads);
    }

    public SessionOptions watching(Set<String> others) {
        return new SessionOptions(microBatch, taps, others, threads);
    }

    public SessionOptions withThreads(int other) {
        return new SessionOptions(microBatch, taps, watched, other);
    }
}
