package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodesTest {
    @Test
    void roundsTiesToEven() {
        assertEquals(0, Codes.of(0.5f, 1, 0, DType.I8));
        assertEquals(2, Codes.of(1.5f, 1, 0, DType.I8));
        assertEquals(2, Codes.of(2.5f, 1, 0, DType.I8));
        assertEquals(-2, Codes.of(-2.5f, 1, 0, DType.I8));
        assertEquals(129, Codes.of(0.5f, 1, 129, DType.U8));
    }

    @Test
    void saturates() {
        assertEquals(127, Codes.of(127, 1, 0, DType.I8));
        assertEquals(127, Codes.of(128, 1, 0, DType.I8));
        assertEquals(-128, Codes.of(-128.4f, 1, 0, DType.I8));
        assertEquals(-128, Codes.of(-1e30f, 1, 0, DType.I8));
        assertEquals(255, Codes.of(Float.POSITIVE_INFINITY, 1, 3, DType.U8));
        assertEquals(0, Codes.of(Float.NEGATIVE_INFINITY, 1, 3, DType.U8));
        assertEquals(65_535, Codes.of(70_000, 1, 0, DType.U16));
        assertEquals(Integer.MAX_VALUE, Codes.of(1e20f, 1, 0, DType.I32));
    }

    @Test
    void dividesInFloat32() {
        assertEquals((int) Math.rint(0.7f / 0.1f * 1.0), Codes.of(0.7f, 0.1f, 0, DType.I8));
        assertEquals(16_777_217, Codes.of(16_777_216, 1, 1, DType.I32));
    }

    @Test
    void namesTheElementThatIsNaN() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Codes.quantize(new float[] {1, Float.NaN, 2}, 0, new byte[3], 0, 3, 1, 0, DType.U8));
        assertTrue(error.getMessage().contains("element 1"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Codes.of(Float.NaN, 1, 0, DType.U8));
    }

    @Test
    void givesTheSameCodesInBulk() {
        Random random = new Random(11);
        float[] reals = new float[1037];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = switch (i % 3) {
                case 0 -> random.nextInt(-600, 600) / 2f;
                case 1 -> Float.intBitsToFloat(random.nextInt());
                default -> (float) random.nextGaussian() * 100;
            };
            reals[i] = Float.isNaN(reals[i]) ? Float.NEGATIVE_INFINITY : reals[i];
        }
        for (DType type : new DType[] {DType.U8, DType.I8}) {
            for (int zeroPoint : new int[] {(int) type.min(), 0, 77, (int) type.max()}) {
                for (float scale : new float[] {1, 0.37f, 2e-3f, 1e30f}) {
                    byte[] codes = new byte[reals.length];
                    Codes.quantize(reals, 0, codes, 0, codes.length, scale, zeroPoint, type);
                    byte[] expected = new byte[reals.length];
                    for (int i = 0; i < reals.length; i++) {
                        expected[i] = (byte) Codes.of(reals[i], scale, zeroPoint, type);
                    }
                    assertArrayEquals(expected, codes);
                    float[] back = new float[reals.length];
                    Codes.dequantize(codes, 0, back, 0, back.length, scale, zeroPoint, type);
                    for (int i = 0; i < back.length; i++) {
                        int code = type == DType.U8 ? codes[i] & 0xff : codes[i];
                        assertEquals(Codes.real(code, scale, zeroPoint), back[i]);
                    }
                }
            }
        }
    }

    @Test
    void quantizesByBlock() {
        Tensor x = Tensor.of(Shape.of(2, 4), 1, 2, 3, 4, 5, 6, 7, 8);
        Tensor scale = Tensor.of(Shape.of(2, 2), 1, 2, 0.5f, 4);
        Tensor codes = new Quantize(DType.I8, 1, 2).evaluate(Inputs.of(x, scale)).getFirst();
        assertEquals(Tensor.ofI8(Shape.of(2, 4), new byte[] {1, 2, 2, 2, 10, 12, 2, 2}), codes);
    }

    @Test
    void quantizesByAxis() {
        Tensor x = Tensor.of(Shape.of(2, 2), 1, 2, 3, 4);
        Tensor scale = Tensor.of(Shape.of(2), 1, 2);
        Tensor zeroPoint = Tensor.ofU8(Shape.of(2), (byte) 0, (byte) 255);
        assertEquals(
                Tensor.ofU8(Shape.of(2, 2), (byte) 1, (byte) 255, (byte) 3, (byte) 255),
                new Quantize(DType.U8, -1, 0).evaluate(Inputs.of(x, scale, zeroPoint)).getFirst());
        assertEquals(
                Tensor.ofI8(Shape.of(2, 2), (byte) 1, (byte) 2, (byte) 2, (byte) 2),
                new Quantize(DType.I8, 0, 0).evaluate(Inputs.of(x, scale)).getFirst());
    }

    @Test
    void rejectsAScaleThatIsNotFinite() {
        for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> Quantize.perTensor(DType.U8)
                    .evaluate(Inputs.of(Tensor.scalar(1), Tensor.scalar(scale))));
        }
    }

    @Test
    void givesATensorOfZerosAScale() {
        assertEquals(
                Tensor.scalar(1),
                new DynamicQuantize().evaluate(Inputs.of(Tensor.of(Shape.of(2), 0, 0))).get(1));
    }
}
