package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Smallest and largest value of each channel: of weights, or of activations where channels are compared. The zero element
/// of [#merge] is [#none].
///
/// @param channels in order
public record ChannelMinMax(List<MinMax> channels) implements Statistic<ChannelMinMax> {
    public ChannelMinMax {
        channels = List.copyOf(channels);
    }

    /// Nothing seen of any channel.
    public static ChannelMinMax none(int channels) {
        return new ChannelMinMax(Collections.nCopies(channels, MinMax.NONE));
    }

    /// What a float32 tensor holds along an axis.
    ///
    /// @throws IllegalArgumentException where a value is NaN or infinite
    /// @throws IndexOutOfBoundsException where there is no such axis
    public static ChannelMinMax of(Tensor tensor, int axis) {
        Shape shape = tensor.shape();
        int count = shape.size(Objects.checkIndex(axis, shape.rank()));
        int inner = shape.strides()[axis];
        float[] low = new float[count];
        float[] high = new float[count];
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < tensor.size(); i++) {
            float value = tensor.floatAt(i);
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("element " + i + " is " + value + ", needed finite numbers");
            }
            int channel = i / inner % count;
            low[channel] = Math.min(low[channel], value);
            high[channel] = Math.max(high[channel], value);
        }
        List<MinMax> channels = new ArrayList<>();
        for (int channel = 0; channel < count; channel++) {
            channels.add(new MinMax(low[channel], high[channel]));
        }
        return new ChannelMinMax(channels);
    }

    /// @throws IllegalArgumentException where the others are more or fewer channels
    @Override
    public ChannelMinMax merge(ChannelMinMax that) {
        if (channels.size() != that.channels.size()) {
            throw new IllegalArgumentException(
                    that.channels.size() + " channels, needed " + channels.size() + " to merge with");
        }
        List<MinMax> merged = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            merged.add(channels.get(channel).merge(that.channels.get(channel)));
        }
        return new ChannelMinMax(merged);
    }

    /// Over all channels.
    @Override
    public Optional<Range> range() {
        return channels.stream().reduce(MinMax.NONE, MinMax::merge).range();
    }

    @Override
    public void digest(Consumer<byte[]> sink) {
        channels.forEach(channel -> channel.digest(sink));
    }
}
