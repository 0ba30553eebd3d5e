package dev.vernier.quant;

import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How one kind of tensor, activations or weights, becomes codes.
///
/// @param symmetry where the zero point lies
/// @param granularity weights only; activations are always per tensor
/// @param range how the range that the codes cover is chosen, of each tensor or channel
/// @param reduceRange whether the range is spread over half the codes (PyTorch's reduce_range); 8-bit codes only
/// @param narrowRange whether the smallest code is left out, [-127, 127]; symmetric weights only
/// @param powerOfTwo whether scales are rounded up to powers of two, for targets that shift instead of multiplying
public record QSpec(CodeType dtype, Symmetry symmetry, Granularity granularity, RangeRule range, boolean reduceRange,
        boolean narrowRange, boolean powerOfTwo) {
    /// quint8 affine activations by min/max, [0, 255].
    public static final QSpec QUINT8_AFFINE = new QSpec(CodeType.QUINT8, Symmetry.AFFINE, Granularity.PER_TENSOR,
            RangeRule.MINMAX, false, false, false);

    /// qint8 symmetric weights by min/max, [-128, 127], per channel.
    public static final QSpec QINT8_SYMMETRIC = new QSpec(CodeType.QINT8, Symmetry.SYMMETRIC, Granularity.PER_CHANNEL,
            RangeRule.MINMAX, false, false, false);

    /// The types that codes of activations may have.
    public static final List<CodeType> OF_ACTIVATIONS = List.of(CodeType.QUINT8, CodeType.QINT8, CodeType.QINT16);

    /// The types that codes of weights may have.
    public static final List<CodeType> OF_WEIGHTS = List.of(CodeType.QINT8, CodeType.QINT4);

    /// @throws InputException where the properties do not go together
    public QSpec {
        Objects.requireNonNull(symmetry);
        Objects.requireNonNull(granularity);
        Objects.requireNonNull(range);
        if (reduceRange && dtype != CodeType.QUINT8 && dtype != CodeType.QINT8) {
            throw new InputException(
                    "reduce_range = true with dtype = " + Keywords.of(dtype) + ", needed an 8-bit dtype");
        }
        if (narrowRange && (symmetry != Symmetry.SYMMETRIC || reduceRange || dtype == CodeType.QUINT8)) {
            throw new InputException("narrow_range = true with dtype = " + Keywords.of(dtype) + ", scheme = "
                    + Keywords.of(symmetry) + ", reduce_range = " + reduceRange
                    + ", needed a symmetric signed dtype without reduce_range");
        }
    }

    public QSpec with(Setting setting) {
        return setting.in(this);
    }

    public QSpec with(List<Setting> settings) {
        QSpec spec = this;
        for (Setting setting : settings) {
            spec = setting.in(spec);
        }
        return spec;
    }

    /// What makes this spec of another one, in a fixed order.
    public List<Setting> since(QSpec other) {
        List<Setting> settings = new ArrayList<>(List.of(new Setting.Dtype(dtype), new Setting.Zero(symmetry),
                new Setting.Grain(granularity), new Setting.Covering(range), new Setting.ReduceRange(reduceRange),
                new Setting.NarrowRange(narrowRange), new Setting.PowerOfTwo(powerOfTwo)));
        settings.removeAll(List.of(new Setting.Dtype(other.dtype), new Setting.Zero(other.symmetry),
                new Setting.Grain(other.granularity), new Setting.Covering(other.range),
                new Setting.ReduceRange(other.reduceRange), new Setting.NarrowRange(other.narrowRange),
                new Setting.PowerOfTwo(other.powerOfTwo)));
        return settings;
    }

    /// How scale and zero point follow from a range.
    public Scheme scheme() {
        int lowest = (int) dtype.dtype().min();
        int highest = (int) dtype.dtype().max();
        Scheme whole = new Scheme(dtype.dtype(), narrowRange ? -highest : lowest, highest,
                symmetry == Symmetry.SYMMETRIC, powerOfTwo);
        return reduceRange ? whole.reduced() : whole;
    }

    /// This, after checking that it can be a spec of activations.
    ///
    /// @throws InputException where it cannot
    QSpec ofActivations() {
        if (!OF_ACTIVATIONS.contains(dtype)) {
            Keywords.parse("activations: dtype", Keywords.of(dtype), OF_ACTIVATIONS);
        }
        if (granularity != Granularity.PER_TENSOR) {
            throw new InputException("activations: granularity = " + Keywords.of(granularity) + ", needed per_tensor");
        }
        if (narrowRange) {
            throw new InputException("activations: narrow_range = true, needed false; it is for weights");
        }
        return this;
    }

    /// This, after checking that it can be a spec of weights. Codes of clipped weights saturate at the ends of their type, not
    /// at those of a smaller range, so that a smaller range goes with min/max only.
    ///
    /// @throws InputException where it cannot
    QSpec ofWeights() {
        if (!OF_WEIGHTS.contains(dtype)) {
            Keywords.parse("weights: dtype", Keywords.of(dtype), OF_WEIGHTS);
        }
        if (range instanceof RangeRule.Entropy) {
            throw new InputException("weights: range = entropy, known: minmax, percentile:P, mse, [low, high]");
        }
        if ((narrowRange || reduceRange) && !(range instanceof RangeRule.MinMax)) {
            throw new InputException(
                    "weights: " + (narrowRange ? "narrow_range" : "reduce_range") + " = true with range = "
                            + range + ", needed minmax");
        }
        return this;
    }
}
