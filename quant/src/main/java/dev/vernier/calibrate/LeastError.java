package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import dev.vernier.quant.Scheme;

/// The range whose codes give the least mean squared error on a histogram. The error of a range is exact for values
/// spread evenly within buckets: for every code, the sum over the values that round to it of (value - real)^2, from the
/// running sums at the two ends of its cell. Both ends are searched, from all to a thousandth of what was seen, on a grid
/// that is then refined around its best point.
final class LeastError {
    private static final int STEPS = 48;
    private static final int REFINEMENTS = 5;

    private final Moments moments;
    private final Range ends;
    private final Scheme scheme;
    private Range best;
    private double least = Double.POSITIVE_INFINITY;

    private LeastError(Moments moments, Range ends, Scheme scheme) {
        this.moments = moments;
        this.ends = ends;
        this.scheme = scheme;
        this.best = ends;
    }

    static Range of(Moments moments, Range ends, Scheme scheme) {
        return new LeastError(moments, ends, scheme).search();
    }

    private Range search() {
        float low = Math.min(ends.low(), 0);
        float high = Math.max(ends.high(), 0);
        consider(low, high);
        if (low == high) {
            return best;
        }
        double[] fractions = new double[2 * STEPS];
        for (int i = 0; i < STEPS; i++) {
            fractions[i] = 1 - i / (double) STEPS;
            fractions[STEPS + i] = Math.pow(10, -3.0 * (i + 1) / STEPS);
        }
        for (double below : low < 0 ? fractions : new double[] {0}) {
            for (double above : high > 0 ? fractions : new double[] {0}) {
                consider(below * low, above * high);
            }
        }
        double width = 1.0 / STEPS;
        for (int round = 0; round < REFINEMENTS; round++, width /= 4) {
            Range centre = best;
            for (int i = -4; i <= 4; i++) {
                for (int j = -4; j <= 4; j++) {
                    consider(centre.low() * (1 + i * width / 4), centre.high() * (1 + j * width / 4));
                }
            }
        }
        return best;
    }

    private void consider(double low, double high) {
        Range range = new Range(Math.max((float) low, Math.min(ends.low(), 0)),
                Math.min((float) high, Math.max(ends.high(), 0)));
        double error = error(moments, scheme, scheme.point(range.low(), range.high()));
        if (error < least) {
            least = error;
            best = range;
        }
    }

    /// The sum of squared errors of quantizing what was seen.
    static double error(Moments moments, Scheme scheme, Scheme.Point point) {
        double scale = point.scale();
        double error = 0;
        Moments.Sums before = new Moments.Sums(0, 0, 0);
        for (int code = scheme.lowest(); code <= scheme.highest(); code++) {
            double real = (code - point.zeroPoint()) * scale;
            Moments.Sums until = moments.below(code == scheme.highest() ? Double.POSITIVE_INFINITY : real + scale / 2);
            error += until.square() - before.square()
                    - 2 * real * (until.sum() - before.sum())
                    + real * real * (until.count() - before.count());
            before = until;
        }
        return error;
    }
}
