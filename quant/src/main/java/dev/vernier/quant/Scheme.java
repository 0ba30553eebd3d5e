package dev.vernier.quant;

import dev.vernier.tensor.DType;
import java.util.Objects;

/// How scale and zero point follow from a range: PyTorch 1.13's `UniformQuantizationObserverBase._calculate_qparams`,
/// in float32 throughout. But for signed symmetric codes over less than their type, which saturate at the ends of the type
/// alone: there the scale is the smallest under which none leaves `lowest` to `highest`, where PyTorch's `max / 63.5` makes
/// codes of 64.
///
/// @param codes the codes' type
/// @param lowest the smallest code that the range is spread over; narrower than the type for reduce_range
/// @param highest the largest
/// @param symmetric whether 0 lies in the middle of the codes (zero point 0; 128 for unsigned types)
/// @param powerOfTwo whether the scale is rounded up to a power of two, before the zero point is chosen
public record Scheme(DType codes, int lowest, int highest, boolean symmetric, boolean powerOfTwo) {
    /// PyTorch's smallest scale, `torch.finfo(torch.float32).eps`.
    private static final float SMALLEST_SCALE = 0x1p-23f;

    /// quint8 affine, [0, 255].
    public static final Scheme QUINT8_AFFINE = new Scheme(DType.U8, 0, 255, false);

    /// qint8 affine, [-128, 127].
    public static final Scheme QINT8_AFFINE = new Scheme(DType.I8, -128, 127, false);

    /// qint8 symmetric, [-128, 127]: the scale is the largest magnitude / 127.5.
    public static final Scheme QINT8_SYMMETRIC = new Scheme(DType.I8, -128, 127, true);

    /// qint8 symmetric without -128, [-127, 127]: the scale is the largest magnitude / 127, as TensorFlow Lite's weights.
    public static final Scheme QINT8_NARROW = new Scheme(DType.I8, -127, 127, true);

    /// With scales of every value.
    public Scheme(DType codes, int lowest, int highest, boolean symmetric) {
        this(codes, lowest, highest, symmetric, false);
    }

    public Scheme {
        Objects.requireNonNull(codes);
        if (lowest >= highest || lowest < codes.min() || highest > codes.max()) {
            throw new IllegalArgumentException(
                    "codes " + lowest + " to " + highest + ", needed a range inside " + codes);
        }
    }

    /// The same over half the codes (PyTorch's reduce_range), so that pairs of products cannot saturate int16; itself where
    /// it covers no more than half already.
    public Scheme reduced() {
        boolean already = 2L * (highest - lowest) <= codes.max() - codes.min();
        return already ? this : new Scheme(codes, lowest / 2, highest / 2, symmetric, powerOfTwo);
    }

    /// The parameters of a range, which is first widened to hold 0.
    ///
    /// @throws IllegalArgumentException where an end is not finite or low > high
    public Point point(float low, float high) {
        if (!Float.isFinite(low) || !Float.isFinite(high) || low > high) {
            throw new IllegalArgumentException("range " + low + " to " + high + ", needed finite ends in order");
        }
        float below = Math.min(low, 0);
        float above = Math.max(high, 0);
        if (symmetric) {
            boolean isInside = codes.min() < 0 && lowest > codes.min();
            float scale = isInside
                    ? Math.max(above / highest, below / lowest)
                    : Math.max(-below, above) / ((highest - lowest) / 2f);
            int middle = codes.min() < 0 ? 0 : (int) (codes.max() + 1) / 2;
            return new Point(rounded(scale), middle);
        }
        // Each end is divided alone where their difference would overflow; PyTorch returns infinity there.
        float span = above - below;
        float scale = Float.isFinite(span)
                ? span / (highest - lowest)
                : above / (highest - lowest) - below / (highest - lowest);
        scale = rounded(scale);
        int zeroPoint = lowest - (int) Math.rint(below / scale);
        return new Point(scale, Math.max(lowest, Math.min(highest, zeroPoint)));
    }

    private float rounded(float scale) {
        float valid = Math.max(scale, SMALLEST_SCALE);
        return powerOfTwo ? powerOfTwoFrom(valid) : valid;
    }

    /// The smallest power of two that is not below a normal number.
    static float powerOfTwoFrom(float scale) {
        float below = Math.scalb(1f, Math.getExponent(scale));
        return below == scale ? scale : 2 * below;
    }

    /// One scale with its zero point.
    public record Point(float scale, int zeroPoint) {}
}
