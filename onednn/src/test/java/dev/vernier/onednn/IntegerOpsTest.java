package dev.vernier.onednn;

import static dev.vernier.onednn.Cases.assertExact;
import static dev.vernier.onednn.Cases.code;
import static dev.vernier.onednn.Cases.codes;

import dev.vernier.graph.op.*;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntegerOpsTest {
    private final Random random = new Random(43);

    @ParameterizedTest
    @EnumSource
    void convolvesCodesWithAnyZeroPoint(Contract contract) {
        Window window = new Window(List.of(3, 3), List.of(1, 2), List.of(1, 1),
                new Padding.Explicit(List.of(1, 0), List.of(2, 1)));
        for (DType type : List.of(DType.U8, DType.I8)) {
            for (int groups : new int[] {1, 2, 6}) {
                for (int zeroPoint : new int[] {0, 3, 117}) {
                    assertExact(new QLinearConv(window, groups, contract), 1,
                            codes(random, type, 3, 6, 9, 11), Tensor.scalar(0.03f), code(type, zeroPoint),
                            weights(DType.I8, 12, 6 / groups, 3, 3), scales(12), zeros(DType.I8, 12, 0),
                            Tensor.scalar(0.9f), code(type, zeroPoint), sums(12));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void convolvesWithOneScaleAndNoBias(Contract contract) {
        assertExact(new QLinearConv(Window.of(List.of(3)), 1, contract), 1,
                codes(random, DType.U8, 3, 5, 13), Tensor.scalar(0.03f), code(DType.U8, 128),
                weights(DType.I8, 7, 5, 3), Tensor.scalar(0.02f), code(DType.I8, 0),
                Tensor.scalar(0.5f), code(DType.U8, 128));
    }

    @ParameterizedTest
    @EnumSource
    void convolvesWithWeightsThatAreNotAroundZero(Contract contract) {
        for (DType type : List.of(DType.I8, DType.U8)) {
            assertExact(new QLinearConv(Window.of(List.of(3, 3)), 1, contract), 1,
                    codes(random, DType.U8, 2, 5, 7, 7), Tensor.scalar(0.03f), code(DType.U8, 11),
                    weights(type, 4, 5, 3, 3), scales(4), zeros(type, 4, 17),
                    Tensor.scalar(1.1f), code(DType.U8, 100), sums(4));
        }
        assertExact(new QLinearConv(Window.of(List.of(3, 3)), 1, contract), 1,
                codes(random, DType.U8, 2, 5, 7, 7), Tensor.scalar(0.03f), code(DType.U8, 11),
                weights(DType.U8, 4, 5, 3, 3), scales(4), zeros(DType.U8, 4, 128),
                Tensor.scalar(0.9f), code(DType.U8, 100), sums(4));
        assertExact(new QLinearConv(Window.of(List.of(3, 3)), 2, contract), 1,
                codes(random, DType.U8, 2, 6, 7, 7), Tensor.scalar(0.03f), code(DType.U8, 11),
                weights(DType.I8, 4, 3, 3, 3), scales(4),
                Tensor.ofI8(Shape.of(4), (byte) -5, (byte) 0, (byte) 7, (byte) 30),
                Tensor.scalar(0.9f), code(DType.U8, 100), sums(4));
        assertExact(new QGemm(true, contract), 1,
                codes(random, DType.U8, 9, 67), Tensor.scalar(0.03f), code(DType.U8, 19),
                weights(DType.I8, 31, 67), scales(31), zeros(DType.I8, 31, -9), sums(31),
                Tensor.scalar(0.8f), code(DType.U8, 100));
    }

    /// The result lies at the beginning of its session's memory, in front of which there is none of anybody's.
    @Test
    void poolsCodesOfFewChannels() {
        Window window = new Window(List.of(2, 2), List.of(1, 1), List.of(1, 1),
                new Padding.Explicit(List.of(1, 1), List.of(1, 1)));
        for (int channels = 1; channels <= 35; channels += channels < 4 ? 1 : 15) {
            for (DType type : List.of(DType.U8, DType.I8)) {
                assertExact(new MaxPool(window, false, false), 1, codes(random, type, 16, channels, 71, 70));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void multipliesCodes(Contract contract) {
        for (DType type : List.of(DType.U8, DType.I8)) {
            assertExact(new QGemm(true, contract), 1,
                    codes(random, type, 9, 67), Tensor.scalar(0.03f), code(type, 19),
                    weights(DType.I8, 31, 67), scales(31), zeros(DType.I8, 31, 0), sums(31),
                    Tensor.scalar(0.8f), code(type, 100));
            assertExact(new QLinearMatMul(), 1,
                    codes(random, type, 2, 9, 67), Tensor.scalar(0.03f), code(type, 19),
                    weights(DType.I8, 67, 31), Tensor.scalar(0.02f), code(DType.I8, 0),
                    Tensor.scalar(0.8f), code(type, 100));
        }
        if (!contract.isFixedPoint()) {
            assertExact(new QGemm(false, contract), 1,
                    codes(random, DType.U8, 9, 67), Tensor.scalar(0.03f), code(DType.U8, 19),
                    weights(DType.I8, 67, 10), scales(10), zeros(DType.I8, 10, 0), sums(10));
        }
    }

    @Test
    void sumsProductsOfCodesExactly() {
        assertExact(new ConvInteger(Window.of(List.of(3, 3)), 1), 1,
                codes(random, DType.U8, 2, 5, 7, 7), weights(DType.I8, 4, 5, 3, 3), code(DType.U8, 9));
        assertExact(new MatMulInteger(), 1,
                codes(random, DType.U8, 9, 67), weights(DType.I8, 67, 10), code(DType.U8, 9));
    }

    @ParameterizedTest
    @EnumSource
    void addsCodes(Contract contract) {
        for (DType type : List.of(DType.U8, DType.I8)) {
            assertExact(new QLinearAdd(contract), 2,
                    codes(random, type, 3, 5, 7, 9), Tensor.scalar(0.031f), code(type, 19),
                    codes(random, type, 3, 5, 7, 9), Tensor.scalar(0.017f), code(type, 101),
                    Tensor.scalar(0.04f), code(type, 57));
        }
    }

    @Test
    void averagesCodes() {
        Window window = new Window(List.of(3, 2), List.of(2, 2), List.of(1, 1),
                new Padding.Explicit(List.of(1, 0), List.of(1, 1)));
        for (DType type : List.of(DType.U8, DType.I8)) {
            assertExact(new QLinearGlobalAveragePool(), 1, codes(random, type, 3, 50, 7, 9),
                    Tensor.scalar(0.031f), code(type, 19), Tensor.scalar(0.006f), code(type, 57));
            Window inside = new Window(List.of(3, 2), List.of(2, 1), List.of(1, 3), Padding.none(2));
            assertExact(new QLinearAveragePool(inside, false, true), 1, codes(random, type, 3, 50, 7, 9),
                    Tensor.scalar(0.031f), code(type, 19), Tensor.scalar(0.02f), code(type, 57));
            assertExact(new QLinearAveragePool(window, true, false), 1, codes(random, type, 3, 50, 7, 9),
                    Tensor.scalar(0.031f), code(type, 19), Tensor.scalar(0.02f), code(type, 57));
        }
    }

    /// Seven bits, which no CPU's kernels saturate on.
    private Tensor weights(DType type, int... sizes) {
        Shape shape = Shape.of(sizes);
        long[] values = new long[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(127) - 63 + (type == DType.U8 ? 128 : 0);
        }
        return Tensor.ofLongs(type, shape, values);
    }

    private Tensor scales(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 0.01f + 0.02f * random.nextFloat();
        }
        return Tensor.of(Shape.of(count), values);
    }

    private static Tensor zeros(DType type, int count, long value) {
        long[] values = new long[count];
        java.util.Arrays.fill(values, value);
        return Tensor.ofLongs(type, Shape.of(count), values);
    }

    private Tensor sums(int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(20_000) - 10_000;
        }
        return Tensor.ofI32(Shape.of(count), values);
    }
}
