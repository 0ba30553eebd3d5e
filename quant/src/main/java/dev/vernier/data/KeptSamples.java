package dev.vernier.data;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/// Memory of the first samples of a data set once they are prepared. Safe for use by several threads at once; two that ask
/// for the same sample at the same time may both prepare it.
final class KeptSamples {
    static final KeptSamples NONE = new KeptSamples(0);

    private final AtomicReferenceArray<PreparedSample> samples;

    private KeptSamples(int count) {
        samples = new AtomicReferenceArray<>(count);
    }

    /// @param bytes that all may take
    /// @param each bytes of one
    /// @param count how many there are
    static KeptSamples within(long bytes, long each, int count) {
        return new KeptSamples((int) Math.min(count, bytes / Math.max(1, each)));
    }

    int size() {
        return samples.length();
    }

    PreparedSample at(int index, IntFunction<PreparedSample> prepare) {
        if (index >= samples.length()) {
            return prepare.apply(index);
        }
        PreparedSample known = samples.getAcquire(index);
        if (known == null) {
            known = prepare.apply(index);
            samples.setRelease(index, known);
        }
        return known;
    }
}
