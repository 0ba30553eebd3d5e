package dev.vernier.conformance.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.op.Contract;
import dev.vernier.tensor.DType;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every operator gives TensorFlow Lite's codes, all of them, under the contract of the kernels that it is run with.
class TfliteKernelsTest {
    private static final int SEEDS = 150;

    @ParameterizedTest
    @EnumSource
    void convolves(Lite lite) {
        assertEqual(lite, DType.I8, (draw, contract) -> Layers.convolution(draw, DType.I8, contract, 1));
        assertEqual(lite, DType.U8, (draw, contract) -> Layers.convolution(draw, DType.U8, contract, 1));
    }

    @ParameterizedTest
    @EnumSource
    void convolvesInGroups(Lite lite) {
        assertEqual(lite, DType.I8,
                (draw, contract) -> Layers.convolution(draw, DType.I8, contract, draw.between(2, 4)));
    }

    @ParameterizedTest
    @EnumSource
    void convolvesEachChannelByItself(Lite lite) {
        assertEqual(lite, DType.I8, (draw, contract) -> Layers.depthwise(draw, DType.I8, contract));
        assertEqual(lite, DType.U8, (draw, contract) -> Layers.depthwise(draw, DType.U8, contract));
    }

    @ParameterizedTest
    @EnumSource
    void multipliesMatrices(Lite lite) {
        assertEqual(lite, DType.I8, (draw, contract) -> Layers.product(draw, DType.I8, contract));
        assertEqual(lite, DType.U8, (draw, contract) -> Layers.product(draw, DType.U8, contract));
    }

    @ParameterizedTest
    @EnumSource
    void adds(Lite lite) {
        assertEqual(lite, DType.I8, (draw, contract) -> Pairs.add(draw, DType.I8, contract));
        assertEqual(lite, DType.U8, (draw, contract) -> Pairs.add(draw, DType.U8, contract));
    }

    @ParameterizedTest
    @EnumSource
    void takesMeansOfWindows(Lite lite) {
        assertEqual(lite, DType.I8, (draw, contract) -> Means.averagePool(draw, DType.I8, contract));
        assertEqual(lite, DType.U8, (draw, contract) -> Means.averagePool(draw, DType.U8, contract));
    }

    @Test
    void takesTheSoftmaxByATableOfPowers() {
        assertEqual(Lite.BUILTIN, DType.I8, (draw, contract) -> Means.softmax(draw, DType.I8));
        assertEqual(Lite.BUILTIN, DType.U8, (draw, contract) -> Means.softmax(draw, DType.U8));
    }

    private static void assertEqual(Lite lite, DType type, BiFunction<Draw, Contract, Trial> trials) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Trial trial = trials.apply(new Draw(seed), lite.contract());
            assertEquals(0, trial.differences(lite),
                    "codes that differ, " + type + ", seed " + seed + ", " + trial.op());
        }
    }
}
