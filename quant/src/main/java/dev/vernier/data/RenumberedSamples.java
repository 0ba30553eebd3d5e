package dev.vernier.data;

import java.util.List;
import java.util.Optional;

/// A data set whose classes have other numbers.
///
/// @param numbers of its classes, by label
/// @param labels the names of the classes, by their new number
record RenumberedSamples(Dataset whole, List<Integer> numbers, List<String> labels) implements View {
    RenumberedSamples {
        numbers = List.copyOf(numbers);
        labels = List.copyOf(labels);
    }

    @Override
    public boolean isNumberedByName() {
        return false;
    }

    @Override
    public Sample sample(int index) {
        Sample sample = whole.sample(index);
        return sample.with(number(sample.label()));
    }

    @Override
    public Optional<Labels> listedLabels() {
        return whole.listedLabels().map(all -> Labels.of(all.size(), index -> number(all.at(index))));
    }

    private int number(int label) {
        return label == Sample.UNLABELLED ? label : numbers.get(label);
    }
}
