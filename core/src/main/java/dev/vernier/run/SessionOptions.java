package dev.vernier.run;

import java.util.Set;

/// What a session is opened for.
///
/// @param microBatch how many samples are run at a time, at least 1
/// @param taps the tensors that a run returns beside the graph's outputs
/// @param watched the tensors that a [Watcher] sees
public record SessionOptions(int microBatch, Set<String> taps, Set<String> watched) {
    /// Samples run at a time where nothing else is asked.
    public static final int MICRO_BATCH = 16;

    public static final SessionOptions DEFAULT = new SessionOptions(MICRO_BATCH, Set.of());

    public SessionOptions {
        taps = Set.copyOf(taps);
        watched = Set.copyOf(watched);
        if (microBatch < 1) {
            throw new IllegalArgumentException("micro-batch = " + microBatch + ", needed at least 1");
        }
    }

    public SessionOptions(int microBatch, Set<String> taps) {
        this(microBatch, taps, Set.of());
    }

    public SessionOptions withTaps(Set<String> others) {
        return new SessionOptions(microBatch, others, watched);
    }

    public SessionOptions watching(Set<String> others) {
        return new SessionOptions(microBatch, taps, others);
    }
}
