package dev.vernier.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Samples of another data set: all or some of them, in their order or another one. Messages keep the numbers of the other.
interface View extends Dataset {
    /// The other data set.
    Dataset whole();

    /// Where a sample is in the other data set.
    ///
    /// @param index within `[0, size())`
    default int place(int index) {
        return index;
    }

    @Override
    default String name() {
        return whole().name();
    }

    @Override
    default int size() {
        return whole().size();
    }

    @Override
    default Sample sample(int index) {
        return whole().sample(place(Objects.checkIndex(index, size())));
    }

    @Override
    default List<String> labels() {
        return whole().labels();
    }

    @Override
    default boolean isNumberedByName() {
        return whole().isNumberedByName();
    }

    @Override
    default Optional<Labels> listedLabels() {
        return whole().listedLabels().map(all -> Labels.of(size(), index -> all.at(place(index))));
    }

    @Override
    default Optional<Layout> layout() {
        return whole().layout();
    }

    @Override
    default String where(int index) {
        return whole().where(place(index));
    }

    @Override
    default List<Remark> remarks() {
        return whole().remarks();
    }
}
