package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.graph.op.QLinearMean;
import dev.vernier.graph.op.QLinearSoftmax;
import dev.vernier.graph.op.Quantize;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Codes of reals and of pairs of codes as TensorFlow Lite gives them, beside their definitions.
class FixedCodingsTest {
    private static final long SEED = 20261203;
    private static final int CODES = 256;
    private final Random random = new Random(SEED);

    @ParameterizedTest
    @EnumSource(names = {"TFLITE", "TFLITE_REFERENCE"})
    void additionsGiveTheirCodesForEveryPairOfCodes(Contract contract) {
        float[][] scales = {{0.5f, 0.5f, 1}, {0.25f, 0.5f, 0.5f}, {0.02f, 0.03f, 0.04f}, {1e-3f, 0.5f, 0.3f},
            {0.7f, 0.1f, 0.05f}, {3, 3, 0.01f}, {1e-4f, 2e-4f, 5}, {random.nextFloat(), random.nextFloat(), 1}};
        for (float[] scale : scales) {
            for (DType type : List.of(DType.I8, DType.U8)) {
                sums(contract, scale, type);
            }
        }
    }

    private void sums(Contract contract, float[] scale, DType type) {
        int middle = type == DType.I8 ? 0 : 128;
        Tensor a = everyCode(type, false);
        Tensor b = everyCode(type, true);
        Cases.assertExactOf(new QLinearAdd(contract), List.of(0, 3), a, Tensor.scalar(scale[0]),
                Cases.code(type, middle - 11), b, Tensor.scalar(scale[1]), Cases.code(type, middle + 100),
                Tensor.scalar(scale[2]), Cases.code(type, middle + random.nextInt(-128, 128)));
    }

    /// `[256, 257]` codes, so that the last ones make no whole group: every code in each row, or in each column.
    private static Tensor everyCode(DType type, boolean inRows) {
        byte[] codes = new byte[CODES * (CODES + 1)];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (inRows ? i % (CODES + 1) : i / (CODES + 1));
        }
        Shape shape = Shape.of(CODES, CODES + 1);
        return type == DType.U8 ? Tensor.ofU8(shape, codes) : Tensor.ofI8(shape, codes);
    }

    @ParameterizedTest
    @EnumSource(names = {"TFLITE", "TFLITE_REFERENCE"})
    void realsNextToTiesAndFarFromCodesGetTheirCodes(Contract contract) {
        for (float scale : new float[] {1, 0.5f, 0.007843138f, 1 / 3f, 1e-30f, 1e-42f, 3e38f, random.nextFloat()}) {
            for (DType type : List.of(DType.I8, DType.U8)) {
                float[] reals = new float[999];
                for (int i = 0; i < reals.length; i++) {
                    float tie = (random.nextInt(-300, 300) + 0.5f) * scale;
                    reals[i] =
                            random.nextBoolean() ? tie : random.nextBoolean() ? Math.nextUp(tie) : Math.nextDown(tie);
                }
                float[] far = {0, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY,
                    Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
                System.arraycopy(far, 0, reals, 40, far.length);
                Cases.assertExact(new Quantize(type, 1, 0, contract), 1, Tensor.of(Shape.of(3, 333), reals),
                        Tensor.scalar(scale), Cases.code(type, 17));
            }
        }
    }

    @Test
    void nanHasNoCode() {
        Tensor reals = Tensor.of(Shape.of(1, 3), 1, Float.NaN, 2);
        assertThrows(IllegalArgumentException.class, () -> Cases.assertExact(
                new Quantize(DType.I8, 1, 0, Contract.TFLITE), 1, reals, Tensor.scalar(1), Cases.code(DType.I8, 0)));
    }

    @Test
    void softmaxGivesItsCodesAlongAnyAxis() {
        for (DType type : List.of(DType.I8, DType.U8)) {
            for (int axis : new int[] {-1, 1, 2}) {
                Cases.assertExact(new QLinearSoftmax(axis), 1, Cases.codes(random, type, 3, 5, 7),
                        Tensor.scalar(0.05f), Cases.code(type, 3), Tensor.scalar(1 / 256f),
                        Cases.code(type, type.min()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TFLITE", "TFLITE_REFERENCE"})
    void meansOfPlanesAndOfOtherAxesGiveTheirCodes(Contract contract) {
        long[][] axes = {{2, 3}, {-1, -2}, {3}, {1, 2, 3}, {}};
        for (DType type : List.of(DType.I8, DType.U8)) {
            for (long[] along : axes) {
                for (boolean keepAxes : new boolean[] {true, false}) {
                    Cases.assertExact(new QLinearMean(keepAxes, contract), 1, Cases.codes(random, type, 2, 33, 4, 5),
                            Tensor.ofLongs(DType.I64, Shape.of(along.length), along), Tensor.scalar(0.05f),
                            Cases.code(type, 9), Tensor.scalar(0.013f), Cases.code(type, 100));
                }
            }
        }
    }
}
