package dev.vernier.calibrate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.Supplier;

/// What watches one tensor for one worker, and makes a [Statistic] of it when all is seen. Not thread-safe.
///
/// @param <S> the statistic that it makes
public sealed interface Observer<S extends Statistic<S>> permits Observer.OfMinMax, Observer.OfHistogram {
    /// Sees all float32 values of a segment.
    ///
    /// @return false where one of them is NaN or infinite; the observer is then of no use
    boolean add(MemorySegment floats);

    /// What was seen.
    S statistic();

    /// What is gathered.
    ///
    /// @param name as fingerprints and files hold it
    /// @param none the statistic of nothing
    /// @param start makes an empty observer
    record Kind<S extends Statistic<S>>(String name, S none, Supplier<Observer<S>> start) {
        public static final Kind<MinMax> MINMAX = new Kind<>("minmax", MinMax.NONE, OfMinMax::new);
        public static final Kind<Histogram> HISTOGRAM = new Kind<>("histogram", Histogram.NONE, OfHistogram::new);

        @Override
        public String toString() {
            return name;
        }
    }

    /// Counts the ends alone.
    final class OfMinMax implements Observer<MinMax> {
        private int low = Integer.MAX_VALUE;
        private int high = Integer.MIN_VALUE;

        /// Compares the bits as integers, which order as the floats do once those of negative ones are flipped; the
        /// JIT compiler vectorizes this, and Math.min of floats it does not. NaN and infinities lie beyond all numbers.
        @Override
        public boolean add(MemorySegment floats) {
            long count = floats.byteSize() / Float.BYTES;
            int smallest = low;
            int largest = high;
            for (long i = 0; i < count; i++) {
                int bits = floats.get(ValueLayout.JAVA_INT_UNALIGNED, i * Float.BYTES);
                int key = bits ^ ((bits >> 31) & 0x7fffffff);
                smallest = Math.min(smallest, key);
                largest = Math.max(largest, key);
            }
            low = smallest;
            high = largest;
            return count == 0 || (isFinite(smallest) && isFinite(largest));
        }

        private static float value(int key) {
            return Float.intBitsToFloat(key ^ ((key >> 31) & 0x7fffffff));
        }

        private static boolean isFinite(int key) {
            return Float.isFinite(value(key));
        }

        @Override
        public MinMax statistic() {
            return low > high ? MinMax.NONE : new MinMax(value(low), value(high));
        }
    }

    /// Counts the buckets and the ends. Neighbouring values are counted in two tables in turn, since equal neighbours
    /// (zeros above all) would make each count wait for the one before. The tables are of int, which leaves more of them in
    /// the cache, and are emptied into long ones before a count could overflow.
    final class OfHistogram implements Observer<Histogram> {
        private static final long STRETCH = 1 << 14;

        private final int[] even = new int[Histogram.BUCKETS];
        private final int[] odd = new int[Histogram.BUCKETS];
        private final OfMinMax ends = new OfMinMax();
        private long[] counted;
        private long uncounted;

        @Override
        public boolean add(MemorySegment floats) {
            long bytes = floats.byteSize();
            boolean isFinite = true;
            for (long at = 0; at < bytes; at += STRETCH) {
                MemorySegment stretch = floats.asSlice(at, Math.min(STRETCH, bytes - at));
                makeRoom(STRETCH);
                count(stretch);
                isFinite &= ends.add(stretch);
            }
            return isFinite;
        }

        private void count(MemorySegment floats) {
            long bytes = floats.byteSize();
            long pairs = bytes & -2L * Float.BYTES;
            for (long at = 0; at < pairs; at += 2 * Float.BYTES) {
                even[floats.get(ValueLayout.JAVA_INT_UNALIGNED, at) >>> 16]++;
                odd[floats.get(ValueLayout.JAVA_INT_UNALIGNED, at + Float.BYTES) >>> 16]++;
            }
            if (pairs < bytes) {
                even[floats.get(ValueLayout.JAVA_INT_UNALIGNED, pairs) >>> 16]++;
            }
        }

        private void makeRoom(long more) {
            if (uncounted + more > Integer.MAX_VALUE) {
                counted = counts();
                Arrays.fill(even, 0);
                Arrays.fill(odd, 0);
                uncounted = 0;
            }
            uncounted += more;
        }

        private long[] counts() {
            long[] counts = counted == null ? new long[Histogram.BUCKETS] : counted.clone();
            for (int bucket = 0; bucket < counts.length; bucket++) {
                counts[bucket] += (long) even[bucket] + odd[bucket];
            }
            return counts;
        }

        @Override
        public Histogram statistic() {
            return Histogram.of(counts(), ends.statistic());
        }
    }
}
