package dev.vernier.calibrate;

import java.util.Arrays;

/// Which samples were seen: their content hashes, each as often as it came.
public final class SampleIds {
    public static final SampleIds NONE = new SampleIds(new long[0]);

    private final long[] ascending;

    private SampleIds(long[] ascending) {
        this.ascending = ascending;
    }

    /// @param ids in any order
    public static SampleIds of(long... ids) {
        long[] ascending = ids.clone();
        Arrays.sort(ascending);
        return new SampleIds(ascending);
    }

    public int size() {
        return ascending.length;
    }

    /// In ascending order.
    public long[] toArray() {
        return ascending.clone();
    }

    /// The sum modulo 2^64: the same for every order and grouping.
    public long sum() {
        return Arrays.stream(ascending).sum();
    }

    public SampleIds merge(SampleIds that) {
        long[] all = Arrays.copyOf(ascending, Math.addExact(size(), that.size()));
        System.arraycopy(that.ascending, 0, all, size(), that.size());
        return of(all);
    }

    /// How many of the others are here too.
    public int overlap(SampleIds that) {
        int common = 0;
        int here = 0;
        for (long id : that.ascending) {
            while (here < ascending.length && ascending[here] < id) {
                here++;
            }
            if (here < ascending.length && ascending[here] == id) {
                common++;
                here++;
            }
        }
        return common;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SampleIds that && Arrays.equals(ascending, that.ascending);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ascending);
    }

    @Override
    public String toString() {
        return size() + " samples";
    }
}
