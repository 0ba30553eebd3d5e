package dev.vernier.onednn;

import dev.vernier.graph.op.FixedPoint;
import dev.vernier.graph.op.FixedPoint.Rounding;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// The codes of int32 sums in fixed point, each as [FixedPoint] gives it: rows of as many sums as there are channels become
/// rows of codes.
final class FixedCodes {
    private static final int BITS = 31;

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
    /// @param low the lowest code
    /// @param high the highest
    FixedCodes(List<FixedPoint> factors, int[] bias, int zeroPoint, int low, int high) {
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

    int channels() {
        return bias.length;
    }

    private void once(int[] row, byte[] made) {
        for (int i = 0; i < row.length; i++) {
            long product = (row[i] + bias[i]) * multipliers[i] + halves[i] >> rights[i];
            made[i] = (byte) Math.min(Math.max((int) product + zeroPoint, low), high);
        }
    }

    private void twice(int[] row, byte[] made) {
        for (int i = 0; i < row.length; i++) {
            long product = (row[i] + bias[i] << lefts[i]) * multipliers[i] + (1L << BITS - 1) >> BITS;
            made[i] = (byte) Math.min(Math.max((int) (product + halves[i] >> rights[i]) + zeroPoint, low), high);
        }
    }

    /// A tie below zero lies one below the half that is added.
    private void twiceAwayFromZero(int[] row, byte[] made) {
        for (int i = 0; i < row.length; i++) {
            long product = (row[i] + bias[i] << lefts[i]) * multipliers[i] + (1L << BITS - 1) >> BITS;
            long half = halves[i] + (rights[i] == 0 ? 0 : product >> Long.SIZE - 1);
            made[i] = (byte) Math.min(Math.max((int) (product + half >> rights[i]) + zeroPoint, low), high);
        }
    }
}
