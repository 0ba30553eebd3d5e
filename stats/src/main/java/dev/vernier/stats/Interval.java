package dev.vernier.stats;

/// The values from `low` to `high`, both included: in percent, points, or the unit of what was measured.
public record Interval(double low, double high) {
    /// @throws IllegalArgumentException where an end is NaN or `low` exceeds `high`
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval: low = " + low + ", high = " + high + ", needed low <= high");
        }
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /// Whether every value is at most `margin` away from zero.
    public boolean isWithin(double margin) {
        return -margin <= low && high <= margin;
    }
}
