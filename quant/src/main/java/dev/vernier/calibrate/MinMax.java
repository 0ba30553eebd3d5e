package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// Smallest and largest value seen; the zero element of [#merge] is [#NONE]. Zero is kept as +0, whatever its sign was.
public record MinMax(float low, float high) implements Statistic<MinMax> {
    public static final MinMax NONE = new MinMax(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    public MinMax {
        low += 0f;
        high += 0f;
    }

    @Override
    public MinMax merge(MinMax that) {
        return new MinMax(Math.min(low, that.low), Math.max(high, that.high));
    }

    @Override
    public Optional<Range> range() {
        return low > high ? Optional.empty() : Optional.of(new Range(low, high));
    }

    @Override
    public void digest(Consumer<byte[]> sink) {
        sink.accept(ByteBuffer.allocate(2 * Float.BYTES).putFloat(low).putFloat(high).array());
    }
}
