package dev.vernier.data;

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
