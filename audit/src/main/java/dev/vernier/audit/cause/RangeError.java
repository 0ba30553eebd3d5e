package dev.vernier.audit.cause;

import dev.vernier.calibrate.Fit;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Range;
import dev.vernier.tensor.DType;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.LongStream;

/// Parameters of activations that suit the samples much worse than the smallest to largest value seen would. Whoever clips
/// on purpose (percentile, least error) does so to err less than that.
///
/// @param group who has the parameters
/// @param kind what is wrong with them
/// @param beyond the share of what was seen that lies beyond the ends
/// @param excess the mean squared error over that of covering all that was seen
/// @param right better ones
record RangeError(UnifiedScaleGroup group, Kind kind, double beyond, double excess, QParams right) implements Comparable<RangeError> {
    /// A quarter of the error is 6 dB, or one bit.
    private static final double MUCH = 4;

    /// So much more error makes a range wide: reduce_range alone makes four times as much, and what calibration saw may
    /// reach further than the samples do.
    private static final double WIDE = 12;

    /// Errors this far below that of evenly spread values count as this: values may hit the codes by chance.
    private static final double LEAST = 0.01 / 12;

    enum Kind {
        /// The scale is right, and another zero point would do.
        SHIFTED,
        /// Many values lie beyond the ends.
        NARROW,
        /// The values take few codes.
        WIDE
    }

    static Optional<RangeError> of(UnifiedScaleGroup group) {
        Fit fit = group.fit();
        QParams params = group.params();
        QParams covering = fit.covering(params.codes());
        double fine = scale(covering);
        double fair = Math.max(fit.error(covering), LEAST * fine * fine);
        double error = fit.error(params);
        if (error < MUCH * fair) {
            return Optional.empty();
        }
        double beyond = fit.beyond(params);
        QParams shifted = shifted(params, fit);
        double shiftedError = fit.error(shifted);
        if (MUCH * shiftedError <= error && shiftedError <= MUCH * fair) {
            return Optional.of(new RangeError(group, Kind.SHIFTED, beyond, error / fair, shifted));
        }
        boolean clips = beyond > 0 && (scale(params) < fine || clippedMost(params, fit, error));
        if (!clips && error < WIDE * fair) {
            return Optional.empty();
        }
        return Optional.of(new RangeError(group, clips ? Kind.NARROW : Kind.WIDE, beyond, error / fair,
                fit.leastError(params.codes())));
    }

    static double scale(QParams params) {
        return params.scale().floatAt(0);
    }

    /// Whether more error comes from values beyond the ends than steps of this width make.
    private static boolean clippedMost(QParams params, Fit fit, double error) {
        return error > MUCH * scale(params) * scale(params) / 12;
    }

    /// The same scale with the zero point that errs least: either end of what was seen, and zero, at the end of the codes.
    private static QParams shifted(QParams params, Fit fit) {
        DType codes = params.codes();
        Range ends = fit.ends();
        double below = Math.min(ends.low(), 0) / scale(params);
        double above = Math.max(ends.high(), 0) / scale(params);
        return LongStream.of(Math.round(codes.min() - below), Math.round(codes.max() - above))
                .map(zeroPoint -> Math.clamp(zeroPoint, codes.min(), codes.max()))
                .mapToObj(zeroPoint -> QParams.perTensor(codes, params.scale().floatAt(0), (int) zeroPoint))
                .min(Comparator.comparingDouble(fit::error)).orElseThrow();
    }

    /// The worst first.
    @Override
    public int compareTo(RangeError that) {
        return Double.compare(that.excess, excess);
    }
}
