package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.calibrate.Tally;
import dev.vernier.data.Npz;
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
        Tally<?> tally = Tally.Kind.MINMAX.start().get();
        assertTrue(tally.add(golden.get("in_" + name).segment()));
        Range range = tally.observer().range().orElseThrow();
        schemes.forEach((observer, scheme) -> {
            Scheme.Point point = scheme.point(range.low(), range.high());
            double scale = golden.get(name + "__" + observer + "__scale").doubleAt(0);
            assertEquals(scale, point.scale(), 1e-6 * scale, observer);
            assertEquals(golden.get(name + "__" + observer + "__zero_point").longAt(0), point.zeroPoint(), observer);
        });
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
