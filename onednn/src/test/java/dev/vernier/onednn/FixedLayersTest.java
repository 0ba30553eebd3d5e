package dev.vernier.onednn;

import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Layers in fixed point of sizes and factors at their edges, beside their definitions.
class FixedLayersTest {
    private static final long SEED = 20261201;
    private final Random random = new Random(SEED);

    @ParameterizedTest
    @EnumSource(names = {"TFLITE", "TFLITE_REFERENCE"})
    void giveTheCodesOfTheirDefinition(Contract contract) {
        for (DType type : List.of(DType.U8, DType.I8)) {
            for (float scale : new float[] {3e-6f, 0.004f, 0.5f, 40f}) {
                for (int channels : new int[] {1, 3, 16, 33}) {
                    convolution(contract, type, scale, channels, 1);
                    product(contract, type, scale, channels);
                }
                convolution(contract, type, scale, 6, 3);
                convolution(contract, type, scale, 16, 16);
            }
        }
    }

    /// @param scale of the result: small ones make factors above 1
    private void convolution(Contract contract, DType type, float scale, int channels, int groups) {
        Window window = new Window(List.of(3, 3), List.of(2, 1), List.of(1, 1),
                new Padding.Explicit(List.of(1, 0), List.of(1, 1)));
        int inputs = 2 * groups;
        Cases.assertExact(new QLinearConv(window, groups, contract), 1,
                Cases.codes(random, type, 2, inputs, 7, 6), Tensor.scalar(0.03f), Cases.code(type, 11),
                weights(channels, inputs / groups, 3, 3), Cases.scales(random, channels),
                Cases.zeroPoints(channels, 0), Tensor.scalar(scale), Cases.code(type, 100), onTies(channels, scale));
    }

    private void product(Contract contract, DType type, float scale, int channels) {
        Cases.assertExact(new QGemm(true, contract), 1,
                Cases.codes(random, type, 5, 19), Tensor.scalar(0.03f), Cases.code(type, 19),
                weights(channels, 19), Tensor.scalar(0.02f), Cases.code(DType.I8, 0), onTies(channels, scale),
                Tensor.scalar(scale), Cases.code(type, 100));
    }

    @ParameterizedTest
    @EnumSource(names = {"TFLITE", "TFLITE_REFERENCE"})
    void productsOfSeveralRowsGiveTheCodesOfTheirDefinition(Contract contract) {
        for (DType type : List.of(DType.U8, DType.I8)) {
            for (int columns : new int[] {1, 7, 32}) {
                rows(contract, type, Tensor.scalar(0.02f), columns, 2, 5, 19);
                rows(contract, type, Cases.scales(random, columns), columns, 3, 1, 2, 19);
                rows(contract, type, Tensor.scalar(0.02f), columns, 4, 19);
            }
        }
    }

    private void rows(Contract contract, DType type, Tensor scales, int columns, int... sizes) {
        Cases.assertExact(new QLinearMatMul(contract), 1, Cases.codes(random, type, sizes), Tensor.scalar(0.03f),
                Cases.code(type, 19), weights(19, columns), scales,
                scales.shape().rank() == 0 ? Cases.code(DType.I8, 0) : Cases.zeroPoints(columns, 0),
                Tensor.scalar(0.04f), Cases.code(type, 100));
    }

    private Tensor weights(int... sizes) {
        return Cases.codes(random, DType.I8, sizes);
    }

    /// Biases that put sums next to ties of some scale of weights.
    private Tensor onTies(int channels, float scale) {
        return Tensor.ofI32(Shape.of(channels), IntStream.range(0, channels)
                .map(i -> Math.round((random.nextInt(40) + 0.5f) * scale / (0.03f * 0.02f)) - random.nextInt(3))
                .toArray());
    }
}
