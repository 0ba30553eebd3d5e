package dev.vernier.data;

import java.util.List;
import java.util.Optional;

/// Samples that are there already, stored as the model takes them.
record SamplesInMemory(String name, List<Sample> samples) implements Dataset {
    SamplesInMemory {
        samples = List.copyOf(samples);
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public Sample sample(int index) {
        return samples.get(index);
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public Optional<Labels> listedLabels() {
        return Optional.of(Labels.of(size(), index -> samples.get(index).label()));
    }

    @Override
    public Optional<Layout> layout() {
        return Optional.empty();
    }
}
