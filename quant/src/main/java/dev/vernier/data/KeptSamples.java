package dev.vernier.data;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/// Memory of the first samples of a data set once they are prepared. Safe for use by several threads at once; two that ask
/// for the same sample at the same time may both prepare it.
final class KeptSamples {
    static final KeptSamples NONE = within(0, 1, 0);

    private final AtomicReferenceArray<PreparedSample> samples;
    private final IntUnaryOperator places;

    private KeptSamples(AtomicReferenceArray<PreparedSample> samples, IntUnaryOperator places) {
        this.samples = samples;
        this.places = places;
    }

    /// @param bytes that all may take
    /// @param each bytes of one
    /// @param count how many there are
    static KeptSamples within(long bytes, long each, int count) {
        return new KeptSamples(new AtomicReferenceArray<>((int) Math.min(count, bytes / Math.max(1, each))),
                IntUnaryOperator.identity());
    }

    /// The same memory, for samples of that data set that count in another order.
    ///
    /// @param chosen where each of them is
    KeptSamples at(IntUnaryOperator chosen) {
        return new KeptSamples(samples, places.compose(chosen));
    }

    int size() {
        return samples.length();
    }

    PreparedSample at(int index, IntFunction<PreparedSample> prepare) {
        int place = places.applyAsInt(index);
        if (place >= samples.length()) {
            return prepare.apply(index);
        }
        PreparedSample known = samples.getAcquire(place);
        if (known == null) {
            known = prepare.apply(index);
            samples.setRelease(place, known);
        }
        return known;
    }
}
