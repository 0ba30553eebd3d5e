package dev.vernier.data;

import dev.vernier.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// The samples of another set in another shape of as many elements.
record ReshapedSamples(Dataset stored, Shape shape) implements Dataset {
    @Override
    public String name() {
        return stored.name();
    }

    @Override
    public int size() {
        return stored.size();
    }

    /// @throws IllegalArgumentException where one sample has another number of elements
    @Override
    public Sample sample(int index) {
        Sample sample = stored.sample(index);
        return new Sample(sample.image().reshaped(shape), sample.label(), sample.target());
    }

    @Override
    public List<String> labels() {
        return stored.labels();
    }

    @Override
    public Optional<Layout> layout() {
        return stored.layout();
    }

    @Override
    public String where(int index) {
        return stored.where(index);
    }
}
