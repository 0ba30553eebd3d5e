package dev.vernier.quant;

/// The reals that codes have to cover, both ends finite, low <= high.
public record Range(float low, float high) {
    public Range {
        if (!Float.isFinite(low) || !Float.isFinite(high) || low > high) {
            throw new IllegalArgumentException("range " + low + " to " + high + ", needed finite ends in order");
        }
    }

    /// The smallest range that covers both.
    public Range union(Range that) {
        return new Range(Math.min(low, that.low), Math.max(high, that.high));
    }
}
