package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.QGemm;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightPartsTest {
    private static final Op PRODUCT = new QGemm(true);
    private static final int[] ALL = IntStream.rangeClosed(-128, 127).toArray();

    private static WeightParts parts(PairSaturation saturation, int zeroPoint, int... codes) {
        return WeightParts.of(PRODUCT, matrix(DType.I8, codes), Optional.of(Cases.code(DType.I8, zeroPoint)), 0,
                saturation);
    }

    /// One output channel.
    private static Tensor matrix(DType type, int... codes) {
        return Tensor.ofLongs(type, Shape.of(1, codes.length), Arrays.stream(codes).asLongStream().toArray());
    }

    private static int[] sum(WeightParts weights) {
        int[] sum = new int[weights.first().size()];
        for (Tensor part : weights.parts()) {
            int[] codes = part.ints();
            Arrays.setAll(sum, i -> sum[i] + codes[i]);
        }
        return sum;
    }

    @Test
    void areOneWhereKernelsAreExact() {
        WeightParts weights = parts(PairSaturation.IGNORED, 0, ALL);
        assertEquals(1, weights.parts().size());
        assertArrayEquals(ALL, sum(weights));
    }

    @Test
    void haveNoPairsThatSaturateWhereKernelsAddThem() {
        WeightParts weights = parts(PairSaturation.SPLIT, 0, ALL);
        assertEquals(2, weights.parts().size());
        assertArrayEquals(ALL, sum(weights));
        for (Tensor part : weights.parts()) {
            assertTrue(Arrays.stream(part.ints()).allMatch(code -> Math.abs(code) <= 64));
        }
    }

    @Test
    void areOneWhereNoPairSaturates() {
        assertEquals(1, parts(PairSaturation.SPLIT, 0, 127, -128, -128, 127).parts().size());
        assertEquals(1, parts(PairSaturation.SPLIT, 0, 64, 64, -64, -64, 127).parts().size());
        assertEquals(2, parts(PairSaturation.SPLIT, 0, 64, 65).parts().size());
    }

    @Test
    void addUpToWeightsMinusTheirZeroPoint() {
        for (PairSaturation saturation : PairSaturation.values()) {
            for (int zeroPoint : new int[] {-128, -1, 5, 127}) {
                assertArrayEquals(Arrays.stream(ALL).map(code -> code - zeroPoint).toArray(),
                        sum(parts(saturation, zeroPoint, ALL)));
            }
        }
        Tensor unsigned = matrix(DType.U8, 0, 128, 255);
        assertArrayEquals(new int[] {0, 128, 255},
                sum(WeightParts.of(PRODUCT, unsigned, Optional.empty(), 0, PairSaturation.IGNORED)));
    }

    @Test
    void haveSumsThatFloatHoldsUpTo24Bits() {
        assertTrue(parts(PairSaturation.SPLIT, 0, repeated(128, 514)).addUpExactly());
        assertFalse(parts(PairSaturation.SPLIT, 0, repeated(128, 515)).addUpExactly());
        assertTrue(parts(PairSaturation.IGNORED, 0, repeated(128, 5000)).addUpExactly());
        assertTrue(parts(PairSaturation.SPLIT, 0, repeated(128, 1028)).addUpInOneRounding(1 << 8));
        assertFalse(parts(PairSaturation.SPLIT, 0, repeated(128, 1028)).addUpInOneRounding(1 << 10));
        assertFalse(parts(PairSaturation.SPLIT, 0, repeated(128, 1029)).addUpInOneRounding(0));
    }

    private static int[] repeated(int magnitude, int count) {
        int[] codes = new int[count];
        Arrays.fill(codes, -magnitude);
        return codes;
    }
}
