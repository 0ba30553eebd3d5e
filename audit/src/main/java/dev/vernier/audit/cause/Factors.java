package dev.vernier.audit.cause;

/// The numbers that one thing may be times another, from `low` to `high`; none where `low` is above `high`.
record Factors(double low, double high) {
    static final Factors ANY = new Factors(0, Double.POSITIVE_INFINITY);
    static final Factors NONE = new Factors(Double.POSITIVE_INFINITY, 0);

    /// The factors above 0 that take something between two ends to something between two others.
    static Factors between(double fromLow, double fromHigh, double toLow, double toHigh) {
        if (fromLow + fromHigh < 0) {
            return between(-fromHigh, -fromLow, -toHigh, -toLow);
        }
        if (toHigh < 0) {
            return fromLow < 0 ? new Factors(toHigh / fromLow, Double.POSITIVE_INFINITY) : NONE;
        }
        double low = toLow <= 0 ? 0 : toLow / fromHigh;
        double high = fromLow > 0 ? toHigh / fromLow : Double.POSITIVE_INFINITY;
        return low < Double.POSITIVE_INFINITY ? new Factors(low, high) : NONE;
    }

    Factors and(Factors that) {
        return new Factors(Math.max(low, that.low), Math.min(high, that.high));
    }

    Factors inverse() {
        return new Factors(1 / high, 1 / low);
    }

    boolean isEmpty() {
        return low > high;
    }

    boolean holds(double factor) {
        return low <= factor && factor <= high;
    }

    /// The one in the middle; that end which is a number where the other is none.
    double middle() {
        return high == Double.POSITIVE_INFINITY ? low : (low + high) / 2;
    }
}
