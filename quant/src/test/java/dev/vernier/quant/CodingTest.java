package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodingTest {
    @ParameterizedTest
    @CsvSource({
        "quint8, 1.0, 0", "quint8, 0.5, 3", "quint8, 0.1, 0", "quint8, 0.037, 17",
        "qint8, 1.0, 0", "qint8, 0.5, 3", "qint8, 0.1, 0", "qint8, 0.037, 17"
    })
    void givesPyTorchsCodesAndReals(String type, String scale, int zeroPoint) {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/quantize.npz"));
        DType codes = type.equals("quint8") ? DType.U8 : DType.I8;
        QParams params = QParams.perTensor(codes, Float.parseFloat(scale), zeroPoint);
        String key = type + "_s" + scale + "_z" + zeroPoint;
        Tensor coded = Coding.codes(golden.get("x"), params);
        assertEquals(golden.get(key + "_codes"), coded);
        assertEquals(golden.get(key + "_real"), Coding.reals(coded, params));
    }

    @ParameterizedTest
    @CsvSource({"1.0", "0.1"})
    void givesPyTorchs32BitCodesAroundZero(String scale) {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/quantize.npz"));
        QParams params = QParams.perTensor(DType.I32, Float.parseFloat(scale), 0);
        String key = "qint32_s" + scale + "_z0";
        Tensor coded = Coding.codes(golden.get("x"), params);
        assertEquals(golden.get(key + "_codes"), coded);
        assertEquals(golden.get(key + "_real"), Coding.reals(coded, params));
    }

    @Test
    void saturatesFourBitCodesAtTheirEnds() {
        Tensor reals = Tensor.of(Shape.of(4), 7.5f, 6.5f, -8.5f, -9);
        assertArrayEquals(new long[] {7, 6, -8, -8},
                Coding.codes(reals, QParams.perTensor(DType.I4, 1, 0)).longs());
    }

    @Test
    void givesPyTorchsCodesPerChannel() {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/quantize.npz"));
        Tensor scales = golden.get("w_scales");
        float[] floats = new float[scales.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) scales.doubleAt(i);
        }
        QParams params = QParams.perChannel(DType.I8, 0, floats, golden.get("w_zero_points").longs());
        Tensor codes = Coding.codes(golden.get("w"), params);
        assertEquals(golden.get("w_codes"), codes);
        // PyTorch keeps scales per channel in float64, so its reals may be one rounding apart.
        float[] reals = Coding.reals(codes, params).floats();
        for (int i = 0; i < reals.length; i++) {
            float expected = golden.get("w_real").floatAt(i);
            assertEquals(expected, reals[i], Math.ulp(expected));
        }
    }

    @Test
    void roundsTiesToEvenAndSaturates() {
        QParams params = QParams.perTensor(DType.I8, 1, 0);
        Tensor reals = Tensor.of(Shape.of(8), 0.5f, 1.5f, -0.5f, -1.5f, 126.5f, 127.5f, -128.5f, -1e9f);
        assertArrayEquals(
                new long[] {0, 2, 0, -2, 126, 127, -128, -128},
                Coding.codes(reals, params).longs());
    }

    @Test
    void givesRealsThatHaveTheSameCodesAgain() {
        for (float scale : new float[] {0.1f, 3.7e-5f, 1234.5f, 0x1p-23f}) {
            QParams params = QParams.perTensor(DType.U8, scale, 77);
            byte[] all = new byte[256];
            for (int code = 0; code < 256; code++) {
                all[code] = (byte) code;
            }
            Tensor codes = Tensor.ofU8(Shape.of(256), all);
            assertEquals(codes, Coding.codes(Coding.reals(codes, params), params));
        }
    }

    @Test
    void rejectsNotANumber() {
        QParams params = QParams.perTensor(DType.U8, 1, 0);
        assertThrows(IllegalArgumentException.class, () -> Coding.codes(Tensor.scalar(Float.NaN), params));
        assertThrows(IllegalArgumentException.class, () -> params.code(Float.NaN, 0));
    }

    @Test
    void rejectsAScaleThatIsNotFiniteAndAboveZero() {
        for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> QParams.perTensor(DType.U8, scale, 0));
        }
    }

    @Test
    void rejectsAZeroPointOutsideItsType() {
        assertThrows(IllegalArgumentException.class, () -> QParams.perTensor(DType.U8, 1, 256));
        assertThrows(IllegalArgumentException.class, () -> QParams.perTensor(DType.I8, 1, -129));
    }

    @Test
    void rejectsAnotherNumberOfScalesThanTheAxisHas() {
        QParams params = QParams.perChannel(DType.I8, 0, new float[] {1, 1}, new long[2]);
        assertThrows(IllegalArgumentException.class, () -> params.requireFit("w", Shape.of(3, 2)));
        assertThrows(IllegalArgumentException.class, () -> params.requireFit("w", Shape.SCALAR));
    }
}
