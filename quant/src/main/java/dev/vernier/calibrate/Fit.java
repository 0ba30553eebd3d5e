package dev.vernier.calibrate;

import dev.vernier.quant.QParams;
import dev.vernier.quant.Range;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import dev.vernier.tensor.DType;

/// How well codes suit the values that a histogram counted.
public final class Fit {
    private static final long FEW_CODES = 256;

    private final Histogram seen;
    private final Moments moments;

    private Fit(Histogram seen) {
        this.seen = seen;
        this.moments = Moments.of(seen);
    }

    /// @throws IllegalArgumentException where nothing was seen
    public static Fit of(Histogram seen) {
        if (seen.range().isEmpty()) {
            throw new IllegalArgumentException("nothing was seen, needed a sample");
        }
        return new Fit(seen);
    }

    /// Smallest to largest value seen.
    public Range ends() {
        return seen.range().orElseThrow();
    }

    /// The mean squared error of quantizing what was seen with parameters of a whole tensor.
    public double error(QParams params) {
        return LeastError.error(moments, scheme(params.codes()),
                new Scheme.Point(params.scale().floatAt(0), (int) params.zeroPoint().longAt(0))) / moments.total();
    }

    /// The share of what was seen that lies more than half a step beyond the ends of the codes, 0 to 1.
    public double beyond(QParams params) {
        Range ends = params.ends(0);
        double half = params.scale().floatAt(0) / 2.0;
        double inside = moments.below(ends.high() + half).count() - moments.below(ends.low() - half).count();
        return Math.clamp(1 - inside / moments.total(), 0.0, 1.0);
    }

    /// Affine parameters over all codes of a type that cover what was seen, and zero.
    public QParams covering(DType codes) {
        return params(codes, ends());
    }

    /// Affine parameters over all codes of a type with the least error; covering ones where the codes are too many to
    /// search.
    public QParams leastError(DType codes) {
        boolean searchable = codes.max() - codes.min() < FEW_CODES;
        return params(codes, searchable ? Ranges.choose(RangeRule.MSE, seen, scheme(codes)) : ends());
    }

    private static QParams params(DType codes, Range range) {
        Scheme.Point point = scheme(codes).point(range.low(), range.high());
        return QParams.perTensor(codes, point.scale(), point.zeroPoint());
    }

    private static Scheme scheme(DType codes) {
        return new Scheme(codes, (int) codes.min(), (int) codes.max(), false);
    }
}
