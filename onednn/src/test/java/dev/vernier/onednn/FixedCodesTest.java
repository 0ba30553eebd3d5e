package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.graph.op.FixedPoint;
import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.pairs.NearestCodes;
import dev.vernier.tensor.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both ways to make codes of sums, in rows of Java and in machine code, beside their definition.
class FixedCodesTest {
    private static final long SEED = 20261202;
    private static final int ROWS = 67;
    private static final int[] EDGES = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -1, 0, 1, Integer.MAX_VALUE};

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @EnumSource
    void giveTheCodesOfTheirDefinition(Rounding rounding) {
        assumeTrue(isAvx2(), "needs AVX2");
        for (int channels : new int[] {1, 3, 16, 32, 33, 64, 100}) {
            for (int lowestShift : new int[] {-31, -12, -6, -1, 0}) {
                for (DType type : List.of(DType.I8, DType.U8)) {
                    compare(rounding, channels, lowestShift, type);
                }
            }
        }
    }

    private static boolean isAvx2() {
        OneDnnEngine.requireLibrary();
        return PairSaturation.canWiden();
    }

    private void compare(Rounding rounding, int channels, int lowestShift, DType type) {
        List<FixedPoint> factors = new ArrayList<>();
        int[] bias = new int[channels];
        for (int channel = 0; channel < channels; channel++) {
            int multiplier = random.nextInt(8) == 0 ? 1 << 30 : random.nextInt(1 << 30, Integer.MAX_VALUE);
            factors.add(new FixedPoint(random.nextInt(50) == 0 ? 0 : multiplier,
                    lowestShift + random.nextInt(Math.min(3, 1 - lowestShift)), rounding));
            bias[channel] = random.nextInt(-50_000, 50_000);
        }
        boolean isBounded = random.nextBoolean();
        int zeroPoint = random.nextInt((int) type.min(), (int) type.max() + 1);
        int low = isBounded ? zeroPoint : (int) type.min();
        int high = isBounded ? Math.min(zeroPoint + 77, (int) type.max()) : (int) type.max();
        FixedCodes codes = new FixedCodes(factors, bias, zeroPoint, type, low, high);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sums = arena.allocate((long) ROWS * channels * Integer.BYTES, 64);
            for (int i = 0; i < ROWS * channels; i++) {
                sums.setAtIndex(ValueLayout.JAVA_INT, i, sum(factors.get(i % channels), bias[i % channels]));
            }
            MemorySegment defined = arena.allocate((long) ROWS * channels);
            codes.define(sums, defined, 0, defined.byteSize());
            MemorySegment inRows = arena.allocate((long) ROWS * channels);
            codes.make(sums, inRows, new int[channels], new byte[channels]);
            assertSame(defined, inRows, "rows", codes, factors);
            NearestCodes nearest = codes.nearest(arena).orElseThrow();
            MemorySegment near = arena.allocate((long) ROWS * channels);
            nearest.on(List.of(sums), near, (first, end) -> codes.define(sums, near, first, end), arena::allocate)
                    .run();
            assertSame(defined, near, "machine code", codes, factors);
        }
    }

    /// Near a tie mostly, or at an edge of int32.
    private int sum(FixedPoint factor, int bias) {
        if (random.nextInt(20) == 0) {
            return EDGES[random.nextInt(EDGES.length)];
        }
        if (random.nextInt(4) == 0) {
            return random.nextInt() >> random.nextInt(Integer.SIZE);
        }
        double real = Math.scalb((double) Math.max(factor.multiplier(), 1), factor.shift() - 31);
        return (int) Math.round((random.nextInt(-300, 300) + 0.5) / real) - bias + random.nextInt(-2, 3);
    }

    private static void assertSame(
            MemorySegment expected, MemorySegment actual, String what, FixedCodes codes, List<FixedPoint> factors) {
        long at = expected.mismatch(actual);
        assertEquals(-1, at, () -> what + " with seed " + SEED + " at " + at + ": "
                + actual.get(ValueLayout.JAVA_BYTE, at) + ", needed " + expected.get(ValueLayout.JAVA_BYTE, at) + " by "
                + factors.get((int) (at % codes.channels())));
    }
}
