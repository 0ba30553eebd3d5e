package dev.vernier.data;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

    /// Whether the classes were numbered in the order of their names, since nothing else says which number they have.
    default boolean isNumberedByName() {
        return false;
    }

    /// The labels of all samples, where these may be sorted by class and the labels are known before the samples are read;
    /// empty for published data sets, whose order is random.
    default Optional<Labels> listedLabels() {
        return Optional.empty();
    }

    /// What there is to say of how they were read.
    default List<Remark> remarks() {
        return List.of();
    }

    /// The order of the axes of the samples; empty where they are stored as the model takes them, whatever that is.
    default Optional<Layout> layout() {
        return Optional.of(Layout.NCHW);
    }

    /// How messages call one sample: `cifar10:data:test: sample 812`.
    default String where(int index) {
        return name() + ": sample " + index;
    }

    /// `count` samples, or all where there are fewer: the first ones or, where the samples are sorted by class
    /// ([Labels#areSorted]), those of all classes in turn ([Labels#turns]).
    default Dataset first(int count) {
        return turns(count).<Dataset>map(places -> new ChosenSamples(this, places))
                .orElseGet(() -> range(0, Math.min(count, size())));
    }

    /// Where those of [#first] stand in this set.
    default List<Integer> firstPlaces(int count) {
        return turns(count).orElseGet(() -> IntStream.range(0, Math.min(count, size())).boxed().toList());
    }

    /// All but those of [#first], in their order.
    default Dataset skip(int count) {
        return turns(count).<Dataset>map(places -> ChosenSamples.without(this, places))
                .orElseGet(() -> range(Math.min(count, size()), size()));
    }

    /// The places of so many samples of all classes in turn; empty where the first ones will do.
    private Optional<List<Integer>> turns(int count) {
        return count < size()
                ? listedLabels().filter(Labels::areSorted).map(sorted -> sorted.turns().subList(0, count))
                : Optional.empty();
    }

    /// The same samples in another order, which the seed decides; messages keep the numbers of this set.
    default Dataset shuffled(long seed) {
        return ChosenSamples.shuffled(this, seed);
    }

    /// The same samples, whose classes have other numbers.
    ///
    /// @param numbers of the classes, by label
    /// @param labels the names of the classes, by their new number
    default Dataset renumbered(List<Integer> numbers, List<String> labels) {
        return new RenumberedSamples(this, numbers, labels);
    }

    /// The same samples, of which there is something to say.
    default Dataset with(Remark remark) {
        return new RemarkedSamples(this, remark);
    }

    /// The same samples in another shape of as many elements; one of another number throws
    /// [IllegalArgumentException] when it is asked for.
    default Dataset reshaped(Shape shape) {
        return new ReshapedSamples(this, shape);
    }

    /// Arrays `[h, w, c]` as images `[c, h, w]`.
    default Dataset channelsFirst() {
        return new TurnedSamples(this);
    }

    /// Samples in memory.
    ///
    /// @param name what messages and reports call them
    static Dataset of(String name, List<Sample> samples) {
        return new SamplesInMemory(name, samples);
    }

    /// The samples `from` to `to` (exclusive), numbered from 0; messages keep the numbers of this set.
    ///
    /// @throws IllegalArgumentException unless `0 <= from <= to <= size()`
    default Dataset range(int from, int to) {
        return from == 0 && to == size() ? this : new RangeOfSamples(this, from, to);
    }
}
