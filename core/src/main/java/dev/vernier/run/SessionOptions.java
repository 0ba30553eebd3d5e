package dev.vernier.run;

import java.util.Set;

/// What a session is opened for.
///
/// @param microBatch how many samples are run at a time, at least 1
/// @param fits whether fewer samples run at a time where so many have large activations ([MicroBatches#fitting])
/// @param taps the tensors that a run returns beside the graph's outputs
/// @param watched the tensors that a [Watcher] sees
/// @param threads how many threads one run is spread over, at least 1. An engine may use fewer. Several sessions of one
///     thread each do more work in the same time; several threads give one result sooner. Float sums may differ in the
///     last bits from those of another number of threads, integer results do not.
public record SessionOptions(int microBatch, boolean fits, Set<String> taps, Set<String> watched, int threads) {
    /// Samples run at a time where nothing else is asked, at most.
    public static final int MICRO_BATCH = 16;

    public static final SessionOptions DEFAULT = new SessionOptions(MICRO_BATCH, true, Set.of(), Set.of(), 1);

    public SessionOptions {
        taps = Set.copyOf(taps);
        watched = Set.copyOf(watched);
        requirePositive("micro-batch", microBatch);
        requirePositive("threads", threads);
    }

    /// Exactly so many samples at a time.
    public SessionOptions(int microBatch, Set<String> taps) {
        this(microBatch, false, taps, Set.of(), 1);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ", needed at least 1");
        }
    }

    public SessionOptions withTaps(Set<String> others) {
        return new SessionOptions(microBatch, fits, others, watched, threads);
    }

    public SessionOptions watching(Set<String> others) {
        return new SessionOptions(microBatch, fits, taps, others, threads);
    }

    public SessionOptions withThreads(int other) {
        return new SessionOptions(microBatch, fits, taps, watched, other);
    }
}
