package dev.vernier.data;

import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Optional;

/// An ordered set of samples with random access. Implementations are safe for use by several threads at once.
public interface Dataset {
    /// What messages and reports call it: its [DataSpec]'s text.
    String name();

    /// The number of samples; may be 0.
    int size();

    /// @throws InputException where the sample cannot be read; the message names the data set and the sample
    /// @throws IndexOutOfBoundsException where `index` is outside `[0, size)`
    Sample sample(int index);

    /// The classes' names, by label; empty where they are not known.
    List<String> labels();

    /// The order of the axes of the samples; empty where they are stored as the model takes them, whatever that is.
    default Optional<Layout> layout() {
        return Optional.of(Layout.NCHW);
    }

    /// How messages call one sample: `cifar10:data:test: sample 812`.
    default String where(int index) {
        return name() + ": sample " + index;
    }

    /// The first `count` samples, or all where there are fewer.
    default Dataset first(int count) {
        return range(0, Math.min(count, size()));
    }

    /// All but the first `count` samples.
    default Dataset skip(int count) {
        return range(Math.min(count, size()), size());
    }

    /// The same samples in another order, which the seed decides; messages keep the numbers of this set.
    default Dataset shuffled(long seed) {
        return ShuffledSamples.of(this, seed);
    }

    /// Samples in memory.
    ///
    /// @param name what messages and reports call them
    static Dataset of(String name, List<Sample> samples) {
        return new SamplesInMemory(name, samples, List.of());
    }

    /// The samples `from` to `to` (exclusive), numbered from 0; messages keep the numbers of this set.
    ///
    /// @throws IllegalArgumentException unless `0 <= from <= to <= size()`
    default Dataset range(int from, int to) {
        return from == 0 && to == size() ? this : new RangeOfSamples(this, from, to);
    }
}
