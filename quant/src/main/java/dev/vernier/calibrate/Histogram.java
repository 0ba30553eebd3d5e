package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// How many values were seen in each bfloat16 bucket: all floats that share their upper 16 bits (sign, exponent and seven
/// bits of mantissa, so that a bucket is at most 1/128 of its value wide), with the exact smallest and largest value.
public final class Histogram implements Statistic<Histogram> {
    /// The number of buckets.
    public static final int BUCKETS = 1 << 16;

    public static final Histogram NONE = new Histogram(new long[BUCKETS], MinMax.NONE);

    private final long[] counts;
    private final MinMax ends;

    private Histogram(long[] counts, MinMax ends) {
        this.counts = counts;
        this.ends = ends;
    }

    /// @param counts by bucket, [#BUCKETS] of them, none negative
    public static Histogram of(long[] counts, MinMax ends) {
        if (counts.length != BUCKETS || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "histogram of " + counts.length + " counts, needed " + BUCKETS + ", none negative");
        }
        return new Histogram(counts.clone(), Objects.requireNonNull(ends));
    }

    /// The bucket of a value: its upper 16 bits.
    public static int bucket(float value) {
        return Float.floatToRawIntBits(value) >>> 16;
    }

    /// The value of a bucket that lies nearest to zero.
    public static float innerEdge(int bucket) {
        return Float.intBitsToFloat(bucket << 16);
    }

    /// How many values were seen in a bucket.
    public long count(int bucket) {
        return counts[bucket];
    }

    /// How many values were seen.
    public long total() {
        return Arrays.stream(counts).sum();
    }

    public MinMax ends() {
        return ends;
    }

    @Override
    public Histogram merge(Histogram that) {
        long[] sums = counts.clone();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            sums[bucket] = Math.addExact(sums[bucket], that.counts[bucket]);
        }
        return new Histogram(sums, ends.merge(that.ends));
    }

    @Override
    public Optional<Range> range() {
        return ends.range();
    }

    /// The buckets that hold any, each with its count, then the ends.
    @Override
    public void digest(Consumer<byte[]> sink) {
        ByteBuffer entry = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (counts[bucket] > 0) {
                sink.accept(entry.clear().putInt(bucket).putLong(counts[bucket]).array());
            }
        }
        ends.digest(sink);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that && ends.equals(that.ends) && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Histogram[" + total() + " values, " + ends + "]";
    }
}
