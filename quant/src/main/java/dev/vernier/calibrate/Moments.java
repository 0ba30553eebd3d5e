package dev.vernier.calibrate;

/// Running sums over a histogram's buckets in ascending order, so that count, sum and sum of squares of all values below
/// any bound are one look-up. Within a bucket values are taken to be spread evenly, between the exact ends seen.
final class Moments {
    private final double[] edges;
    private final double[] counts;
    private final double[] sums;
    private final double[] squares;

    private Moments(double[] edges, double[] counts, double[] sums, double[] squares) {
        this.edges = edges;
        this.counts = counts;
        this.sums = sums;
        this.squares = squares;
    }

    static Moments of(Histogram histogram) {
        double low = histogram.ends().low();
        double high = histogram.ends().high();
        double[] edges = new double[Histogram.BUCKETS + 1];
        double[] counts = new double[Histogram.BUCKETS + 1];
        double[] sums = new double[Histogram.BUCKETS + 1];
        double[] squares = new double[Histogram.BUCKETS + 1];
        for (int place = 0; place < Histogram.BUCKETS; place++) {
            int bucket = bucketAt(place);
            long count = histogram.count(bucket);
            double a = clamp(lowerEdge(place), low, high);
            double b = clamp(lowerEdge(place + 1), low, high);
            double mean = (a + b) / 2;
            edges[place] = a;
            counts[place + 1] = counts[place] + count;
            sums[place + 1] = sums[place] + (count == 0 ? 0 : count * mean);
            squares[place + 1] = squares[place] + (count == 0 ? 0 : count * (mean * mean + (b - a) * (b - a) / 12));
        }
        edges[Histogram.BUCKETS] = high;
        return new Moments(edges, counts, sums, squares);
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }

    /// Buckets in ascending order of their values: the negative ones backwards, then the others.
    private static int bucketAt(int place) {
        int half = Histogram.BUCKETS / 2;
        return place < half ? Histogram.BUCKETS - 1 - place : place - half;
    }

    private static int placeOf(float value) {
        int bucket = Histogram.bucket(value);
        int half = Histogram.BUCKETS / 2;
        return bucket >= half ? Histogram.BUCKETS - 1 - bucket : bucket + half;
    }

    /// The smallest value of the bucket at a place; infinite beyond all numbers.
    private static double lowerEdge(int place) {
        int half = Histogram.BUCKETS / 2;
        if (place >= half) {
            double edge = Histogram.innerEdge(place - half);
            return Double.isNaN(edge) ? Double.POSITIVE_INFINITY : edge;
        }
        // A negative bucket reaches from its inner edge down to the inner edge of the next larger magnitude.
        int magnitude = half - place;
        double edge = magnitude >= half ? Double.POSITIVE_INFINITY : Histogram.innerEdge(magnitude);
        return Double.isNaN(edge) ? Double.NEGATIVE_INFINITY : -edge;
    }

    double total() {
        return counts[Histogram.BUCKETS];
    }

    /// Count, sum and sum of squares of the values below a bound.
    Sums below(double bound) {
        if (bound >= edges[Histogram.BUCKETS]) {
            int end = Histogram.BUCKETS;
            return new Sums(counts[end], sums[end], squares[end]);
        }
        int place = placeOf((float) bound);
        double a = edges[place];
        double b = edges[place + 1];
        double part = b > a ? Math.max(0, Math.min(1, (bound - a) / (b - a))) : bound > a ? 1 : 0;
        double count = part * (counts[place + 1] - counts[place]);
        double end = a + part * (b - a);
        double mean = (a + end) / 2;
        return new Sums(
                counts[place] + count,
                sums[place] + count * mean,
                squares[place] + count * (mean * mean + (end - a) * (end - a) / 12));
    }

    /// The value below which a number of values lie.
    double valueBelowWhichLie(double count) {
        int low = 0;
        int high = Histogram.BUCKETS;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (counts[middle] < count) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return edges[0];
        }
        double inside = counts[low] - counts[low - 1];
        double part = inside > 0 ? (count - counts[low - 1]) / inside : 1;
        return edges[low - 1] + part * (edges[low] - edges[low - 1]);
    }

    /// Count, sum and sum of squares of some values.
    record Sums(double count, double sum, double square) {}
}
