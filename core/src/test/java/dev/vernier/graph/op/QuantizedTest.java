package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;
import static dev.vernier.graph.op.Nodes.assertRoundTrips;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantizedTest {
    private static final String ONE = "one: f32[] = [1]";
    private static final String HALF = "half: f32[] = [0.5]";
    private static final String U0 = "u0: u8[] = [0]";
    private static final String I0 = "i0: i8[] = [0]";

    @Test
    void requantizesTiesToEven() {
        int[] codes = {-2, -2, 0, 0, 2, 2};
        for (int i = 0; i < codes.length; i++) {
            assertEquals(codes[i], Requantize.code((2 * i - 5) * 0.5f, 0, DType.I8));
        }
        assertEquals(12, Requantize.code(2.5f, 10, DType.U8));
    }

    @Test
    void addsTheBiasBeforeOrBehindTheMultiplicationAsTheContractSays() {
        float multiplier = 0.007539134f;
        assertEquals(-66, Requantize.code(new FloatFactor(multiplier, false).scaled(-6336, -2352), 0, DType.I8));
        assertEquals(-65, Requantize.code(new FloatFactor(multiplier, true).scaled(-6336, -2352), 0, DType.I8));
        assertRoundTrips("qgemm x, x, x, x, x, x {contract = onednn}");
        assertRoundTrips("qlinear_add x, x, x, x, x, x, x, x {contract = onednn}");
        assertRoundTrips("qlinear_conv x, x, x, x, x, x, x, x {kernel = [3, 3], contract = onednn}");
    }

    @Test
    void addsInTheFirstOperandsUnitUnderOneDnnsContract() {
        Tensor zero = Tensor.ofU8(Shape.SCALAR, (byte) 0);
        Tensor a = Tensor.ofU8(Shape.of(1), (byte) 3);
        Tensor b = Tensor.ofU8(Shape.of(1), (byte) 5);
        float aScale = 0.1f;
        float bScale = 0.3f;
        float sum = (float) (5.0 * (bScale / aScale) + 3);
        Tensor codes = new QLinearAdd(Contract.ONEDNN).evaluate(Inputs.of(a, Tensor.scalar(aScale), zero, b,
                Tensor.scalar(bScale), zero, Tensor.scalar(0.01f), zero)).getFirst();
        assertEquals((int) Math.rint(sum * (1 / (0.01f / aScale))), codes.ints()[0]);
        assertTrue(QLinearAdd.allows(Contract.ONEDNN, 1, 2, 3));
        assertFalse(QLinearAdd.allows(Contract.ONEDNN, 1e30f, 1e-30f, 1));
        assertTrue(QLinearAdd.allows(Contract.ONNX, 1e30f, 1e-30f, 1));
    }

    @Test
    void requantizesSumsOfAnySizeByRoundingThemToFloat() {
        assertEquals(127, Requantize.code(Long.MAX_VALUE, 0, DType.I8));
        assertEquals(-128, Requantize.code(Long.MIN_VALUE, 127, DType.I8));
        assertEquals(16777216, Requantize.code(16777217, 0, DType.I32));
        assertEquals(0.1f * 0.2f / 0.3f, Requantize.multiplier(0.1f, 0.2f, 0.3f));
        assertThrows(IllegalArgumentException.class, () -> Requantize.multiplier(1e30f, 1e30f, 1));
    }

    @Test
    void computesOnUnsignedCodesInSixteenBits() {
        String[] tensors = {"x: u16[1, 1, 2] = [0, 65535]", HALF, "xz: u16[] = [32768]", "w: u8[2, 1, 1] = [255, 0]",
            "wz: u8[] = [128]", ONE, "yz: u16[] = [10]", "large: f32[] = [2048]"};
        assertGives("u16[1, 2, 2] = [0, 518, 522, 0]",
                "qlinear_conv x, half, xz, w, half, wz, large, yz {kernel = [1]}", tensors);
        assertGives("u16[1, 1, 2] = [0, 65535]", "qlinear_add x, one, yz, x, one, yz, one, yz", tensors);
        assertGives("u16[1, 1, 1] = [32768]", "qlinear_global_average_pool x, one, yz, one, yz", tensors);
        assertGives("u16[1, 1, 1] = [65535]", "max_pool x {kernel = [2]}", tensors);
    }

    @Test
    void convolvesWithAScaleAndZeroPointForEachOutputChannel() {
        assertGives(
                "u8[1, 2, 2] = [0, 255, 14, 14]",
                "qlinear_conv x, half, xz, w, ws, wz, one, yz, b {kernel = [1]}",
                "x: u8[1, 1, 2] = [0, 128]",
                HALF,
                "xz: u8[] = [128]",
                "w: i8[2, 1, 1] = [127, -128]",
                "ws: f32[2] = [4, 0.5]",
                "wz: i8[2] = [-128, -128]",
                ONE,
                "yz: u8[] = [10]",
                "b: i32[2] = [255, 16]");
    }

    @Test
    void refusesSumsThatCouldOverflow() {
        Tensor x = Tensor.ofU8(Shape.of(1, 33_026, 1), new byte[33_026]);
        Tensor w = Tensor.ofU8(Shape.of(1, 33_026, 1), new byte[33_026]);
        ConvInteger conv = new ConvInteger(Window.of(List.of(1)), 1);
        String message =
                assertThrows(IllegalArgumentException.class, () -> conv.evaluate(Inputs.of(x, w))).getMessage();
        assertEquals("sums of 33026 products, needed at most 33025 to fit int32", message);
    }

    @Test
    void multipliesCodes() {
        assertGives(
                "i8[2, 2] = [-128, 127, 4, -4]",
                "qlinear_matmul a, half, i0, b, one, i0, half, i0",
                "a: i8[2, 1] = [-128, 4]",
                "b: i8[1, 2] = [1, -1]",
                ONE,
                HALF,
                I0);
    }

    @Test
    void makesCodesOrRealsInGemm() {
        String[] constants = {
            "a: u8[1, 2] = [3, 255]",
            "az: u8[] = [1]",
            "b: i8[2, 2] = [1, 2, -1, 1]",
            "bs: f32[2] = [0.5, 1]",
            "bz: i8[2] = [0, 0]",
            "c: i32[2] = [-500, 3]",
            "yz: i8[] = [-3]",
            HALF,
            ONE,
        };
        assertGives("f32[1, 2] = [2.5, 127.5]", "qgemm a, half, az, b, bs, bz, c {transpose_b = true}", constants);
        assertGives("i8[1, 2] = [-1, 125]", "qgemm a, half, az, b, bs, bz, c, one, yz {transpose_b = true}", constants);
        assertRoundTrips("qgemm x, x, x, x, x, x {transpose_b = true}");
    }

    @Test
    void addsExactlyAsDequantizeAddQuantizeDo() {
        Random random = new Random(11);
        Tensor a = Tensor.ofU8(Shape.of(2, 33), bytes(random, 66));
        Tensor b = Tensor.ofI8(Shape.of(33), bytes(random, 33));
        for (int i = 0; i < 50; i++) {
            Tensor aScale = Tensor.scalar(random.nextFloat());
            Tensor bScale = Tensor.scalar(random.nextFloat());
            Tensor yScale = Tensor.scalar(random.nextFloat());
            Tensor aZero = Tensor.ofU8(Shape.SCALAR, bytes(random, 1));
            Tensor bZero = Tensor.ofI8(Shape.SCALAR, bytes(random, 1));
            Tensor yZero = Tensor.ofU8(Shape.SCALAR, bytes(random, 1));
            Dequantize dequantize = Dequantize.from(Attributes.NONE);
            Tensor sum = new Add().evaluate(Inputs.of(
                    dequantize.evaluate(Inputs.of(a, aScale, aZero)).getFirst(),
                    dequantize.evaluate(Inputs.of(b, bScale, bZero)).getFirst())).getFirst();
            assertEquals(
                    Quantize.perTensor(DType.U8).evaluate(Inputs.of(sum, yScale, yZero)),
                    new QLinearAdd().evaluate(Inputs.of(a, aScale, aZero, b, bScale, bZero, yScale, yZero)));
        }
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void meansCodesWithTiesToEven() {
        assertGives(
                "u8[1, 1, 3] = [0, 2, 2]",
                "qlinear_average_pool x, one, u0, one, u0 {kernel = [2]}",
                "x: u8[1, 1, 4] = [0, 1, 2, 3]",
                ONE,
                U0);
        assertGives(
                "u8[1, 1, 2] = [10, 255]",
                "qlinear_average_pool x, one, u0, half, yz {kernel = [1]}",
                "x: u8[1, 1, 2] = [0, 128]",
                ONE,
                U0,
                HALF,
                "yz: u8[] = [10]");
        assertGives(
                "i8[1, 2, 1, 1] = [-128, 127]",
                "qlinear_global_average_pool x, one, i0, half, i0",
                "x: i8[1, 2, 1, 2] = [-128, -127, 127, 126]",
                ONE,
                HALF,
                I0);
        assertGives(
                "u8[1, 1, 2] = [6, 12]",
                "qlinear_average_pool x, one, xz, one, u0 {kernel = [2], stride = [2], padding = [1]"
                        + ", count_padding = true}",
                "x: u8[1, 1, 2] = [22, 34]",
                "xz: u8[] = [10]",
                ONE,
                U0);
    }

    @Test
    void rejectsParametersThatAreNone() {
        String x = "x: u8[1, 1, 1] = [1]";
        String zero = "s: f32[] = [0]";
        assertFails("scale 0.0 at 0, needed a finite one above 0", "qlinear_global_average_pool x, s, u0, one, u0", x,
                zero, ONE, U0);
        assertFails("scale 0.0 at 0, needed a finite one above 0", "qlinear_global_average_pool x, one, u0, s, u0", x,
                zero, ONE, U0);
        assertFails("x's zero point of type i8[], needed u8", "qlinear_global_average_pool x, one, i0, one, u0", x, ONE,
                U0, I0);
        assertFails("x of type f32[1, 1, 1], needed u8 or i8", "qlinear_global_average_pool x, one, u0, one, u0",
                "x: f32[1, 1, 1] = [1]", ONE, U0);
        assertFails(
                "x's scale of type f32[2], needed a single value",
                "qlinear_global_average_pool x, s, u0, one, u0",
                x,
                "s: f32[2] = [1, 1]",
                ONE,
                U0);
    }
}
