package dev.vernier.data;

import dev.vernier.tensor.ChannelsLast;
import java.util.List;
import java.util.Optional;

/// The samples of a set of arrays `[h, w, c]` as images `[c, h, w]`; those of another rank stay as they are.
record TurnedSamples(Dataset whole) implements View {
    private static final List<Integer> CHANNELS_FIRST = List.of(2, 0, 1);

    @Override
    public Sample sample(int index) {
        Sample sample = whole.sample(index);
        return sample.image().shape().rank() == CHANNELS_FIRST.size()
                ? sample.with(ChannelsLast.ordered(sample.image(), CHANNELS_FIRST))
                : sample;
    }

    @Override
    public Optional<Layout> layout() {
        return Optional.of(Layout.NCHW);
    }
}
