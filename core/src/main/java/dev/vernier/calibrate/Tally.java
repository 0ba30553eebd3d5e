package dev.vernier.calibrate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;

/// One worker's running observation of one tensor, which becomes an [Observer] when all is seen. Not thread-safe.
///
/// @param <O> the observer that it becomes
public sealed interface Tally<O extends Observer<O>> permits Tally.OfMinMax, Tally.OfHistogram {
    /// Sees all float32 values of a segment.
    ///
    /// @return false where one of them is NaN or infinite; the tally is then of no use
    boolean add(MemorySegment floats);

    /// What was seen.
    O observer();

    /// What is tallied.
    ///
    /// @param name as fingerprints and files hold it
    /// @param none the observer that has seen nothing
    /// @param start makes an empty tally
    record Kind<O extends Observer<O>>(String name, O none, Supplier<Tally<O>> start) {
        public static final Kind<MinMax> MINMAX = new Kind<>("minmax", MinMax.NONE, OfMinMax::new);
        public static final Kind<Histogram> HISTOGRAM = new Kind<>("histogram", Histogram.NONE, OfHistogram::new);
    }

    /// Counts the ends alone.
    final class OfMinMax implements Tally<MinMax> {
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
        public MinMax observer() {
            return low > high ? MinMax.NONE : new MinMax(value(low), value(high));
        }
    }

    /// Counts the buckets and the ends. Neighbouring values are counted in two tables in turn, since equal neighbours
    /// (zeros above all) would make each count wait for the one before.
    final class OfHistogram implements Tally<Histogram> {
        private final long[] even = new long[Histogram.BUCKETS];
        private final long[] odd = new long[Histogram.BUCKETS];
        private final OfMinMax ends = new OfMinMax();

        @Override
        public boolean add(MemorySegment floats) {
            long bytes = floats.byteSize();
            long pairs = bytes & -2L * Float.BYTES;
            for (long at = 0; at < pairs; at += 2 * Float.BYTES) {
                even[floats.get(ValueLayout.JAVA_INT_UNALIGNED, at) >>> 16]++;
                odd[floats.get(ValueLayout.JAVA_INT_UNALIGNED, at + Float.BYTES) >>> 16]++;
            }
            if (pairs < bytes) {
                even[floats.get(ValueLayout.JAVA_INT_UNALIGNED, pairs) >>> 16]++;
            }
            return ends.add(floats);
        }

        @Override
        public Histogram observer() {
            long[] counts = even.clone();
            for (int bucket = 0; bucket < counts.length; bucket++) {
                counts[bucket] += odd[bucket];
            }
            return Histogram.of(counts, ends.observer());
        }
    }
}
