package dev.vernier.audit.error;

import dev.vernier.tensor.Tensor;
import java.util.Arrays;

/// How many values lie in each of at most [#MOST] bins, whose width is the smallest power of two that so many need. Bin `i`
/// reaches from `(first + i) * width` to the next one. All follows from the values alone: counts of parts merge exactly, in
/// any order.
public final class Bins {
    /// The largest number of bins.
    public static final int MOST = 64;

    /// Nothing counted; the zero element of [#merge].
    public static final Bins NONE = new Bins(Integer.MIN_VALUE, 0, new long[0]);

    /// How many powers of two a value lies above the width that would tell it from its nearest neighbours.
    private static final int FINEST = 30;

    private final int exponent;
    private final long first;
    private final long[] counts;

    private Bins(int exponent, long first, long[] counts) {
        this.exponent = exponent;
        this.first = first;
        this.counts = counts;
    }

    /// @param reals float32
    /// @throws IllegalArgumentException where one of them is NaN or infinite
    public static Bins of(Tensor reals) {
        if (reals.size() == 0) {
            return NONE;
        }
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < reals.size(); i++) {
            low = Math.min(low, reals.floatAt(i));
            high = Math.max(high, reals.floatAt(i));
        }
        if (!Float.isFinite(low) || !Float.isFinite(high)) {
            throw new IllegalArgumentException("values from " + low + " to " + high + ", needed finite numbers");
        }
        int exponent = Math.getExponent(Math.max(Math.abs(low), Math.abs(high))) - FINEST;
        while (bin(high, exponent) - bin(low, exponent) >= MOST) {
            exponent++;
        }
        long first = bin(low, exponent);
        long[] counts = new long[(int) (bin(high, exponent) - first) + 1];
        for (int i = 0; i < reals.size(); i++) {
            counts[(int) (bin(reals.floatAt(i), exponent) - first)]++;
        }
        return new Bins(exponent, first, counts);
    }

    private static long bin(float value, int exponent) {
        return (long) Math.floor(Math.scalb((double) value, -exponent));
    }

    public Bins merge(Bins that) {
        if (counts.length == 0 || that.counts.length == 0) {
            return counts.length == 0 ? that : this;
        }
        int common = Math.max(exponent, that.exponent);
        while (Math.max(last(common), that.last(common)) - Math.min(first(common), that.first(common)) >= MOST) {
            common++;
        }
        long start = Math.min(first(common), that.first(common));
        long[] sums = new long[(int) (Math.max(last(common), that.last(common)) - start) + 1];
        addTo(sums, start, common);
        that.addTo(sums, start, common);
        return new Bins(common, start, sums);
    }

    private long coarser(long bin, int other) {
        return bin >> Math.min(other - exponent, Long.SIZE - 1);
    }

    private long first(int other) {
        return coarser(first, other);
    }

    private long last(int other) {
        return coarser(first + counts.length - 1, other);
    }

    private void addTo(long[] sums, long start, int other) {
        for (int i = 0; i < counts.length; i++) {
            sums[(int) (coarser(first + i, other) - start)] += counts[i];
        }
    }

    /// Where the first bin begins.
    public double low() {
        return counts.length == 0 ? 0 : first * width();
    }

    /// How wide each bin is.
    public double width() {
        return counts.length == 0 ? 0 : Math.scalb(1.0, exponent);
    }

    /// The count of each bin.
    public long[] counts() {
        return counts.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bins that && exponent == that.exponent && first == that.first
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * exponent + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Bins[from " + low() + ", each " + width() + " wide, " + Arrays.toString(counts) + "]";
    }
}
