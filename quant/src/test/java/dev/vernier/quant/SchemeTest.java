package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.calibrate.Observer;
import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemeTest {
    private static final Scheme QUINT8_SYMMETRIC = new Scheme(DType.U8, 0, 255, true);

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "relu", "zeros", "negative", "positive", "outlier", "tiny", "channels"})
    void choosesTheScalesAndZeroPointsOfPyTorchsMinMaxObserver(String name) {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/observers.npz"));
        Map<String, Scheme> schemes = Map.of(
                "minmax_quint8_affine", Scheme.QUINT8_AFFINE,
                "minmax_quint8_affine_reduced", Scheme.QUINT8_AFFINE.reduced(),
                "minmax_qint8_affine", Scheme.QINT8_AFFINE,
                "minmax_qint8_symmetric", Scheme.QINT8_SYMMETRIC,
                "minmax_quint8_symmetric", QUINT8_SYMMETRIC);
        Observer<?> observer = Observer.Kind.MINMAX.start().get();
        assertTrue(observer.add(golden.get("in_" + name).segment()));
        Range range = observer.statistic().range().orElseThrow();
        schemes.forEach((theirs, scheme) -> {
            Scheme.Point point = scheme.point(range.low(), range.high());
            double scale = golden.get(name + "__" + theirs + "__scale").doubleAt(0);
            assertEquals(scale, point.scale(), 1e-6 * scale, theirs);
            assertEquals(golden.get(name + "__" + theirs + "__zero_point").longAt(0), point.zeroPoint(), theirs);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "relu", "zeros", "negative", "positive", "outlier", "tiny", "channels"})
    void choosesTheScalesAndZeroPointsOfPyTorchsPerChannelObserver(String name) {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/observers.npz"));
        for (Symmetry symmetry : Symmetry.values()) {
            String key = name + "__perchannel0_qint8_" + Keywords.of(symmetry);
            QSpec spec = QSpec.QINT8_SYMMETRIC.with(new Setting.Zero(symmetry));
            QParams params = Weights.parameters(name, golden.get("in_" + name), 0, spec);
            Tensor scales = golden.get(key + "__scale");
            assertEquals(scales.size(), params.scale().size());
            for (int channel = 0; channel < scales.size(); channel++) {
                double scale = scales.doubleAt(channel);
                assertEquals(scale, params.scale().floatAt(channel), 1e-6 * scale, key);
                assertEquals(golden.get(key + "__zero_point").longAt(channel), params.zeroPoint().longAt(channel), key);
            }
        }
    }

    @Test
    void roundsTheScaleUpToAPowerOfTwoAndChoosesTheZeroPointForIt() {
        Scheme scheme = new Scheme(DType.U8, 0, 255, false, true);
        assertEquals(new Scheme.Point(0x1p-7f, 128), scheme.point(-1, 0.9f));
        assertEquals(new Scheme.Point(0x1p-8f, 0), scheme.point(0, 255 * 0x1p-8f));
        assertEquals(new Scheme.Point(0x1p-7f, 0), scheme.point(0, Math.nextUp(255 * 0x1p-8f)));
        assertEquals(new Scheme.Point(0x1p-23f, 0), scheme.point(0, 0));
        assertEquals(new Scheme.Point(0x1p-7f, 0), new Scheme(DType.I8, -128, 127, true, true).point(-0.9f, 0.1f));
    }

    @Test
    void spreadsFourAndSixteenBitCodes() {
        Scheme four = new Scheme(DType.I4, -8, 7, true);
        assertEquals(new Scheme.Point(1f / 7.5f, 0), four.point(-1, 1));
        Scheme sixteen = new Scheme(DType.I16, -32768, 32767, false);
        assertEquals(new Scheme.Point(1f / 65535, -32768), sixteen.point(0, 1));
    }

    @Test
    void givesAConstantZeroTensorAValidScale() {
        Scheme.Point point = Scheme.QUINT8_AFFINE.point(0, 0);
        assertTrue(point.scale() > 0);
        assertEquals(0, point.zeroPoint());
    }

    @Test
    void widensARangeToHoldZero() {
        assertEquals(Scheme.QUINT8_AFFINE.point(0, 3), Scheme.QUINT8_AFFINE.point(2, 3));
        assertEquals(255, Scheme.QUINT8_AFFINE.point(-3, -2).zeroPoint());
    }

    @Test
    void keepsTheScaleOfTheWholeFloatRangeFinite() {
        assertTrue(Float.isFinite(
                Scheme.QUINT8_AFFINE.point(-Float.MAX_VALUE, Float.MAX_VALUE).scale()));
    }

    @Test
    void rejectsARangeThatIsNotFiniteOrNotInOrder() {
        assertThrows(IllegalArgumentException.class, () -> Scheme.QUINT8_AFFINE.point(Float.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> Scheme.QUINT8_AFFINE.point(0, Float.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Scheme.QUINT8_AFFINE.point(1, 0));
    }

    @Test
    void neverUsesMinusOneHundredAndTwentyEightWhereTheRangeIsNarrow() {
        float scale = Scheme.QINT8_NARROW.point(-1, 0.5f).scale();
        assertEquals(-127, QParams.perTensor(DType.I8, scale, 0).code(-1, 0));
    }
}
