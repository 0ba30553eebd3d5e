package dev.vernier.audit.error;

import dev.vernier.quant.QParams;
import dev.vernier.quant.Range;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.BitSet;
import java.util.Objects;

/// Which codes of their type some values took, and how many of them saturated.
public final class CodeUse {
    /// No values; the zero element of [#merge].
    public static final CodeUse NONE = new CodeUse(new BitSet(), 0, 0);

    private final BitSet taken;
    private final long values;
    private final long saturated;

    private CodeUse(BitSet taken, long values, long saturated) {
        this.taken = taken;
        this.values = values;
        this.saturated = saturated;
    }

    /// A code saturated where it is the smallest or the largest of its type and its real lies more than half a step
    /// beyond what that stands for: a ReLU's zeros, which the smallest code holds, did not.
    ///
    /// @param codes of a type of at most 16 bits
    /// @param reals float32, what the codes should stand for
    public static CodeUse of(Tensor codes, Tensor reals, QParams params) {
        DType type = params.codes();
        int channels = params.scale().size();
        int inner = params.axis().isPresent() ? reals.shape().strides()[params.axis().getAsInt()] : 1;
        float[] low = new float[channels];
        float[] high = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            Range ends = params.ends(channel);
            low[channel] = ends.low() - params.scale().floatAt(channel) / 2;
            high[channel] = ends.high() + params.scale().floatAt(channel) / 2;
        }
        BitSet taken = new BitSet();
        long saturated = 0;
        for (int i = 0; i < codes.size(); i++) {
            long code = codes.longAt(i);
            int channel = channels == 1 ? 0 : i / inner % channels;
            taken.set((int) (code - type.min()));
            if (code == type.min() && reals.floatAt(i) < low[channel]
                    || code == type.max() && reals.floatAt(i) > high[channel]) {
                saturated++;
            }
        }
        return new CodeUse(taken, codes.size(), saturated);
    }

    public CodeUse merge(CodeUse that) {
        BitSet either = (BitSet) taken.clone();
        either.or(that.taken);
        return new CodeUse(either, values + that.values, saturated + that.saturated);
    }

    /// How many values there were.
    public long values() {
        return values;
    }

    /// The share of values that saturated, 0 to 1; NaN without values.
    public double saturated() {
        return (double) saturated / values;
    }

    /// The share of a type's codes that no value took, 0 to 1.
    public double unused(DType type) {
        return 1 - taken.cardinality() / (type.max() - type.min() + 1.0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeUse that && taken.equals(that.taken) && values == that.values
                && saturated == that.saturated;
    }

    @Override
    public int hashCode() {
        return Objects.hash(taken, values, saturated);
    }

    @Override
    public String toString() {
        return "CodeUse[" + taken.cardinality() + " codes, " + saturated + " of " + values + " values saturated]";
    }
}
