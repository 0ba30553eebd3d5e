package dev.vernier.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

record RangeOfSamples(Dataset whole, int from, int to) implements Dataset {
    RangeOfSamples {
        if (from < 0 || from > to || to > whole.size()) {
            throw new IllegalArgumentException(
                    whole.name() + ": samples " + from + " to " + to + ", needed a range within 0 to "
                            + whole.size());
        }
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public int size() {
        return to - from;
    }

    @Override
    public Sample sample(int index) {
        return whole.sample(from + Objects.checkIndex(index, size()));
    }

    @Override
    public List<String> labels() {
        return whole.labels();
    }

    @Override
    public Optional<Layout> layout() {
        return whole.layout();
    }

    @Override
    public String where(int index) {
        return whole.where(from + index);
    }
}
