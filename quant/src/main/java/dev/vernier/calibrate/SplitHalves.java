package dev.vernier.calibrate;

/// What each half of the samples showed of one tensor. A sample's half follows from its content, so that it is the same
/// for every order and grouping; by chance the two are about as large.
///
/// @param even of the samples whose content hash is even
/// @param odd of the others
public record SplitHalves<S extends Statistic<S>>(S even, S odd) {
    /// Whether a sample belongs to the even half.
    public static boolean isEven(long id) {
        return (id & 1) == 0;
    }

    /// What all samples showed.
    public S whole() {
        return even.merge(odd);
    }

    public SplitHalves<S> merge(SplitHalves<S> that) {
        return new SplitHalves<>(even.merge(that.even), odd.merge(that.odd));
    }
}
