package dev.vernier.stats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/// An accuracy as somebody wrote it down, in exact decimal arithmetic: its digits say how precisely it is known.
///
/// @param text as it was written
/// @param written the number itself, with its digits
/// @param isPercent whether it is in percent rather than a share
public record Figure(String text, BigDecimal written, boolean isPercent) {
    private static final Pattern DECIMAL = Pattern.compile("(?=\\.?[0-9])[0-9]{0,3}(\\.[0-9]{0,40})?");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /// From this many significant digits on, a 32-bit float's own rounding can be seen.
    private static final int FLOAT_DIGITS = 7;

    /// How well a count explains a figure, the best first.
    public enum Fit {
        /// They are equal, or the figure is the count's share as a 32- or 64-bit float prints it.
        EXACT,
        /// The count's share rounds to the figure at the digits given.
        ROUNDED
    }

    /// Reads `0.7176`, `71.76` or `71.76%`: what is above 1 is in percent.
    ///
    /// @throws IllegalArgumentException where the text is no such number, or above 100 %
    public static Figure parse(String text) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1).strip() : text;
        if (DECIMAL.matcher(digits).matches()) {
            BigDecimal written = new BigDecimal(digits);
            boolean isPercent = text.endsWith("%") || written.compareTo(BigDecimal.ONE) > 0;
            if (written.compareTo(isPercent ? HUNDRED : BigDecimal.ONE) <= 0) {
                return new Figure(text, written, isPercent);
            }
        }
        throw new IllegalArgumentException(text + ", needed an accuracy such as 71.76, 0.7176 or 71.76%");
    }

    /// In percent.
    public double percent() {
        return (isPercent ? written : written.multiply(HUNDRED)).doubleValue();
    }

    /// The largest count out of `total` whose share does not exceed the figure.
    long below(long total) {
        return share().multiply(BigDecimal.valueOf(total)).toBigInteger().longValueExact();
    }

    /// The share that the figure stands for, 0 to 1.
    BigDecimal share() {
        return isPercent ? written.movePointLeft(2) : written;
    }

    /// Half of the last digit, as a share.
    BigDecimal halfDigit() {
        return BigDecimal.valueOf(5, written.scale() + (isPercent ? 3 : 1));
    }

    /// A count out of n that the figure can stand for: the best fitting one.
    OptionalLong count(long n) {
        long below = below(n);
        Optional<Fit> lower = fit(below, n);
        Optional<Fit> upper = below < n ? fit(below + 1, n) : Optional.empty();
        if (lower.isEmpty() && upper.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean isUpper = lower.isEmpty() || upper.isPresent() && (upper.get().compareTo(lower.get()) < 0
                || upper.get() == lower.get() && isNearer(below + 1, below, n));
        return OptionalLong.of(isUpper ? below + 1 : below);
    }

    private boolean isNearer(long one, long other, long n) {
        BigDecimal exact = share().multiply(BigDecimal.valueOf(n));
        return exact.subtract(BigDecimal.valueOf(one)).abs()
                .compareTo(exact.subtract(BigDecimal.valueOf(other)).abs()) < 0;
    }

    /// How well `count` out of `total` explains the figure; empty where it does not. A share that lies just between two
    /// decimals fits both.
    Optional<Fit> fit(long count, long total) {
        BigDecimal all = BigDecimal.valueOf(total);
        BigDecimal distance = share().multiply(all).subtract(BigDecimal.valueOf(count)).abs();
        return distance.signum() == 0 || isPrinted(count, total) ? Optional.of(Fit.EXACT)
                : distance.compareTo(halfDigit().multiply(all)) <= 0 ? Optional.of(Fit.ROUNDED)
                : Optional.empty();
    }

    /// Whether the figure has so many digits that it shows how a float rounds the share.
    private boolean isPrinted(long count, long total) {
        double share = (double) count / total;
        DoubleStream printed = isPercent
                ? DoubleStream.of((float) (100 * share), 100 * share, 100.0 * count / total, 100.0 * (float) share)
                : DoubleStream.of((float) share, share);
        return written.precision() >= FLOAT_DIGITS && printed.anyMatch(value -> new BigDecimal(value)
                .setScale(written.scale(), RoundingMode.HALF_EVEN).compareTo(written) == 0);
    }

    /// Whether every figure with these digits is explained by some count out of `total`.
    boolean isTrivial(long total) {
        return halfDigit().multiply(BigDecimal.valueOf(2 * total)).compareTo(BigDecimal.ONE) >= 0;
    }
}
