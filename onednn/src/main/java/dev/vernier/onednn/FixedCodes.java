package dev.vernier.onednn;

import dev.vernier.graph.op.FixedPoint;
import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.pairs.NearestCodes;
import dev.vernier.pairs.NearestCodes.Factor;
import dev.vernier.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The codes of int32 sums in fixed point, each as [FixedPoint] gives it: rows of as many sums as there are channels become
/// rows of codes.
final class FixedCodes {
    private static final int BITS = 31;
    /// Codes reach 255 from their zero point; up to there three roundings to float32 move a real by less.
    private static final float MARGIN = 0x1p-14f;

    private final List<FixedPoint> factors;
    private final DType type;
    private final int[] bias;
    private final long[] multipliers;
    private final int[] lefts;
    private final int[] rights;
    private final long[] halves;
    private final Rounding rounding;
    private final int zeroPoint;
    private final int low;
    private final int high;

    /// @param factors one for each channel, which round alike
    /// @param bias one for each channel
    /// @param type of the codes
    /// @param low the lowest code
    /// @param high the highest
    FixedCodes(List<FixedPoint> factors, int[] bias, int zeroPoint, DType type, int low, int high) {
        this.factors = List.copyOf(factors);
        this.type = type;
        this.bias = bias.clone();
        this.rounding = factors.getFirst().rounding();
        this.multipliers = factors.stream().mapToLong(FixedPoint::multiplier).toArray();
        boolean once = rounding == Rounding.ONCE;
        this.lefts = factors.stream().mapToInt(factor -> once ? 0 : Math.max(factor.shift(), 0)).toArray();
        this.rights = factors.stream()
                .mapToInt(factor -> once ? BITS - factor.shift() : Math.max(-factor.shift(), 0)).toArray();
        this.halves = new long[rights.length];
        for (int channel = 0; channel < halves.length; channel++) {
            halves[channel] = rights[channel] == 0 ? 0 : 1L << rights[channel] - 1;
        }
        this.zeroPoint = zeroPoint;
        this.low = low;
        this.high = high;
    }

    /// Makes all codes.
    ///
    /// @param row memory for as many sums as there are channels
    /// @param made memory for as many codes
    void make(MemorySegment sums, MemorySegment codes, int[] row, byte[] made) {
        int channels = row.length;
        for (long first = 0; first < codes.byteSize(); first += channels) {
            MemorySegment.copy(sums, ValueLayout.JAVA_INT, first * Integer.BYTES, row, 0, channels);
            switch (rounding) {
                case ONCE -> once(row, made);
                case TWICE -> twice(row, made);
                case TWICE_AWAY_FROM_ZERO -> twiceAwayFromZero(row, made);
            }
            MemorySegment.copy(made, 0, codes, ValueLayout.JAVA_BYTE, first, channels);
        }
    }

    /// The same codes by machine code; empty where sums would first have to be shifted to the left, or there are too many
    /// channels. What is rounded twice has its ties half a last bit of the first product lower.
    Optional<NearestCodes> nearest(Arena arena) {
        List<Factor> all = new ArrayList<>();
        for (int channel = 0; channel < bias.length; channel++) {
            FixedPoint factor = factors.get(channel);
            if (factor.shift() > 0) {
                return Optional.empty();
            }
            boolean twice = rounding != Rounding.ONCE && factor.shift() < 0;
            all.add(new Factor(bias[channel], (float) Math.scalb((double) factor.multiplier(), factor.shift() - BITS),
                    twice ? Math.scalb(0.5f, factor.shift()) : 0));
        }
        return NearestCodes.allows(all.size())
                ? Optional.of(NearestCodes.ofSums(all, rounding == Rounding.TWICE_AWAY_FROM_ZERO,
                        new NearestCodes.Target(zeroPoint, low, high, type == DType.I8, MARGIN), arena))
                : Optional.empty();
    }

    /// Makes the codes from one place to another, as they are defined.
    void define(MemorySegment sums, MemorySegment codes, long first, long end) {
        for (long i = first; i < end; i++) {
            int channel = (int) (i % bias.length);
            int code =
                    factors.get(channel).code(sums.getAtIndex(ValueLayout.JAVA_INT, i), bias[channel], zeroPoint, type);
            codes.set(ValueLayout.JAVA_BYTE, i, (byte) Math.clamp(code, low, high));
        }
    }

    int channels() {
        return bias.length;
    }

    /// Clamped before the zero point is added, which would leave int32.
    private int code(int rounded) {
        return Math.min(Math.max(rounded, low - zeroPoint), high - zeroPoint) + zeroPoint;
    }

    private void once(int[] row, byte[] made) {
        for (int i = 0; i < row.length; i++) {
            long product = (row[i] + bias[i]) * multipliers[i] + halves[i] >> rights[i];
            made[i] = (byte) code((int) product);
        }
    }

    private void twice(int[] row, byte[] made) {
        for (int i = 0; i < row.length; i++) {
            long product = (row[i] + bias[i] << lefts[i]) * multipliers[i] + (1L << BITS - 1) >> BITS;
            made[i] = (byte) code((int) (product + halves[i] >> rights[i]));
        }
    }

    /// A tie below zero lies one below the half that is added.
    private void twiceAwayFromZero(int[] row, byte[] made) {
        for (int i = 0; i < row.length; i++) {
            long product = (row[i] + bias[i] << lefts[i]) * multipliers[i] + (1L << BITS - 1) >> BITS;
            long half = halves[i] + (rights[i] == 0 ? 0 : product >> Long.SIZE - 1);
            made[i] = (byte) code((int) (product + half >> rights[i]));
        }
    }
}
