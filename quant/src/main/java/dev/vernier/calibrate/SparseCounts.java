package dev.vernier.calibrate;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The counts of several histograms, those that are not zero alone.
///
/// @param filled int32, how many buckets of each histogram hold any
/// @param buckets uint16, those buckets, ascending in each histogram
/// @param counts int64, their counts
record SparseCounts(Tensor filled, Tensor buckets, Tensor counts) {
    static SparseCounts of(List<Histogram> histograms) {
        int[] filled = new int[histograms.size()];
        List<long[]> entries = new ArrayList<>();
        for (int i = 0; i < filled.length; i++) {
            for (int bucket = 0; bucket < Histogram.BUCKETS; bucket++) {
                long count = histograms.get(i).count(bucket);
                if (count > 0) {
                    entries.add(new long[] {bucket, count});
                    filled[i]++;
                }
            }
        }
        return new SparseCounts(
                Tensor.ofI32(Shape.of(filled.length / 2, 2), filled),
                Tensor.ofLongs(DType.U16, Shape.of(entries.size()),
                        entries.stream().mapToLong(entry -> entry[0]).toArray()),
                Tensor.vector(entries.stream().mapToLong(entry -> entry[1]).toArray()));
    }

    /// @throws IllegalArgumentException where an array is missing or of another type
    static SparseCounts from(Map<String, Tensor> arrays) {
        return new SparseCounts(array(arrays, "filled", DType.I32), array(arrays, "buckets", DType.U16),
                array(arrays, "counts", DType.I64));
    }

    private static Tensor array(Map<String, Tensor> arrays, String name, DType dtype) {
        Tensor array = arrays.get(name);
        if (array == null || array.dtype() != dtype) {
            throw new IllegalArgumentException("no array '" + name + "' of " + dtype);
        }
        return array;
    }

    void putInto(Map<String, Tensor> arrays) {
        arrays.put("filled", filled);
        arrays.put("buckets", buckets);
        arrays.put("counts", counts);
    }

    /// @param ends of each histogram
    /// @throws IllegalArgumentException where the arrays do not go together
    List<Histogram> histograms(List<MinMax> ends) {
        if (filled.size() != ends.size() || counts.size() != buckets.size()) {
            throw new IllegalArgumentException(filled.size() + " histograms for " + ends.size() + " ends, "
                    + counts.size() + " counts for " + buckets.size() + " buckets");
        }
        List<Histogram> histograms = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < ends.size(); i++) {
            long[] dense = new long[Histogram.BUCKETS];
            long end = at + filled.longAt(i);
            if (end < at || end > counts.size()) {
                throw new IllegalArgumentException("histogram " + i + " with " + filled.longAt(i) + " buckets");
            }
            for (; at < end; at++) {
                int bucket = (int) buckets.longAt(at);
                if (dense[bucket] != 0 || counts.longAt(at) < 1) {
                    throw new IllegalArgumentException("bucket " + bucket + " with count " + counts.longAt(at));
                }
                dense[bucket] = counts.longAt(at);
            }
            histograms.add(Histogram.of(dense, ends.get(i)));
        }
        if (at != counts.size()) {
            throw new IllegalArgumentException(counts.size() + " counts, needed " + at);
        }
        return histograms;
    }
}
