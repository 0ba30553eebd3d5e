package dev.vernier.report;

import dev.vernier.calibrate.Histogram;
import dev.vernier.quant.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How many values were seen in bins of equal width, as JSON.
///
/// @param low where the first bin begins
/// @param width of every bin
public record BinsAnswer(double low, double width, List<Long> counts) {
    private static final int BINS = 64;

    /// @param over what the bins are spread over; values beyond count in the outermost ones
    static BinsAnswer of(Histogram histogram, Range over) {
        double width = Math.max(((double) over.high() - over.low()) / BINS, Float.MIN_NORMAL);
        long[] counts = new long[BINS];
        for (int bucket = 0; bucket < Histogram.BUCKETS; bucket++) {
            if (histogram.count(bucket) > 0) {
                double bin = Math.floor((Histogram.innerEdge(bucket) - over.low()) / width);
                counts[(int) Math.clamp(bin, 0, BINS - 1.0)] += histogram.count(bucket);
            }
        }
        List<Long> all = new ArrayList<>();
        Arrays.stream(counts).forEach(all::add);
        return new BinsAnswer(over.low(), width, all);
    }
}
