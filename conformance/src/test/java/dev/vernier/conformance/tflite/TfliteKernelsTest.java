package dev.vernier.conformance.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.op.Contract;
import dev.vernier.tensor.DType;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every operator gives TensorFlow Lite's codes, all of them, under the contract of the kernels that it is run with.
class TfliteKernelsTest {
    private static final int SEEDS = 150;
    private static final List<DType> TYPES = List.of(DType.I8, DType.U8);

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

    @ParameterizedTest
    @EnumSource
    void takesTheSoftmaxByATableOfPowers(Lite lite) {
        assertEqual(lite, DType.I8, (draw, contract) -> Means.softmax(draw, DType.I8));
        assertEqual(lite, DType.U8, (draw, contract) -> Means.softmax(draw, DType.U8));
    }

    @ParameterizedTest
    @EnumSource
    void subtractsAndMultiplies(Lite lite) {
        for (DType type : TYPES) {
            assertEqual(lite, type, (draw, contract) -> Pairs.subtract(draw, type));
            assertEqual(lite, type, (draw, contract) -> Pairs.multiply(draw, type));
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesMeansOverAxes(Lite lite) {
        for (DType type : TYPES) {
            assertEqual(lite, type, (draw, contract) -> Means.mean(draw, type, contract));
        }
    }

    @ParameterizedTest
    @EnumSource
    void makesCodesOfRealsAndOfOtherCodes(Lite lite) {
        for (DType type : TYPES) {
            assertEqual(lite, type, (draw, contract) -> Functions.quantize(draw, type, contract));
            assertEqual(lite, type, (draw, contract) -> Functions.requantize(draw, type, DType.I8));
            assertEqual(lite, type, (draw, contract) -> Functions.requantize(draw, type, DType.U8));
        }
    }

    @ParameterizedTest
    @EnumSource
    void looksFunctionsUp(Lite lite) {
        for (DType type : TYPES) {
            assertEqual(lite, type, (draw, contract) -> Functions.sigmoid(draw, type));
            assertEqual(lite, type, (draw, contract) -> Functions.tanh(draw, type));
            assertEqual(lite, type, (draw, contract) -> Functions.hardSwish(draw, type));
            assertEqual(lite, type, (draw, contract) -> Functions.relu(draw, type));
            assertEqual(lite, type, (draw, contract) -> Functions.reluToSix(draw, type));
            assertEqual(lite, type, (draw, contract) -> Functions.leakyRelu(draw, type));
        }
        assertEqual(lite, DType.I8, (draw, contract) -> Functions.exp(draw));
    }

    @Test
    void looksUpWhatReferenceKernelsLack() {
        assertEqual(Lite.BUILTIN, DType.I8, (draw, contract) -> Functions.elu(draw));
    }

    private static void assertEqual(Lite lite, DType type, BiFunction<Draw, Contract, Trial> trials) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Trial trial = trials.apply(new Draw(seed), lite.contract());
            assertEquals(0, trial.differences(lite),
                    "codes that differ, " + type + ", seed " + seed + ", " + trial.op());
        }
    }
}
