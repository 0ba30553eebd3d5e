package dev.vernier.data;

/// Neighbouring samples of a data set.
///
/// @param from the first one's place in the data set
/// @param to the place behind the last one's
record RangeOfSamples(Dataset whole, int from, int to) implements View {
    RangeOfSamples {
        if (from < 0 || from > to || to > whole.size()) {
            throw new IllegalArgumentException(
                    whole.name() + ": samples " + from + " to " + to + ", needed a range within 0 to "
                            + whole.size());
        }
    }

    @Override
    public int size() {
        return to - from;
    }

    @Override
    public int place(int index) {
        return from + index;
    }
}
