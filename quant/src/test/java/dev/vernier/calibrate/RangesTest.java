package dev.vernier.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Range;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
    private static Histogram histogram(Tensor values) {
        Observer<Histogram> observer = Observer.Kind.HISTOGRAM.start().get();
        assertTrue(observer.add(values.segment()));
        return observer.statistic();
    }

    private static double trueError(Tensor values, Scheme scheme, float scale, int zeroPoint) {
        double error = 0;
        for (float value : values.floats()) {
            double code = Math.max(scheme.lowest(), Math.min(scheme.highest(), Math.rint(value / scale) + zeroPoint));
            double difference = value - (code - zeroPoint) * scale;
            error += difference * difference;
        }
        return error / values.size();
    }

    /// The two tensors of 96 elements leave one or no value in a bucket, which is as wide as a step there.
    @ParameterizedTest
    @CsvSource({
        "gaussian, 1.01", "relu, 1.01", "outlier, 1.01", "channels, 1.01", "tiny, 1.01", "zeros, 1.01",
        "negative, 1.2", "positive, 1.2"
    })
    void hasAnErrorNoLargerThanPyTorchsHistogramObserver(String name, double factor) {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/statistics.npz"));
        Tensor values = golden.get("in_" + name);
        for (boolean reduced : new boolean[] {false, true}) {
            Scheme scheme = reduced ? Scheme.QUINT8_AFFINE.reduced() : Scheme.QUINT8_AFFINE;
            String key = name + "__histogram_quint8_affine" + (reduced ? "_reduced" : "");
            double theirs = trueError(values, scheme, (float) golden.get(key + "__scale").doubleAt(0),
                    (int) golden.get(key + "__zero_point").longAt(0));
            Range range = Ranges.choose(new RangeRule.Mse(), histogram(values), scheme);
            Scheme.Point point = scheme.point(range.low(), range.high());
            double ours = trueError(values, scheme, point.scale(), point.zeroPoint());
            assertTrue(ours <= factor * theirs, key + ": " + ours + " against " + theirs + ", " + ours / theirs);
        }
    }

    @Test
    void cutsHalfOfTheRestAtEachEndForAPercentile() {
        float[] values = new float[10_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 5000;
        }
        Range range =
                Ranges.choose(RangeRule.parse("percentile:98"), histogram(Tensor.of(Shape.of(values.length), values)),
                        Scheme.QUINT8_AFFINE);
        assertEquals(-4900, range.low(), 1);
        assertEquals(4900, range.high(), 1);
        Range whole = Ranges.choose(RangeRule.parse("percentile:100"),
                histogram(Tensor.of(Shape.of(values.length), values)), Scheme.QUINT8_AFFINE);
        assertEquals(new Range(-5000, 5000), whole);
    }

    @Test
    void clipsAFarOutlierByEntropy() {
        float[] values = new float[20_001];
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        values[7] = 60;
        Range range = Ranges.choose(RangeRule.parse("entropy"),
                histogram(Tensor.of(Shape.of(values.length), values)), Scheme.QUINT8_AFFINE);
        assertTrue(range.high() < 10 && range.high() > 3, range.toString());
        assertTrue(range.low() >= -10, range.toString());
    }

    @Test
    void isNotMovedByTheZerosThatReLUsMake() {
        float[] values = new float[40_000];
        java.util.Random random = new java.util.Random(6);
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 4 == 0 ? Math.abs((float) random.nextGaussian()) : 0;
        }
        Histogram histogram = histogram(Tensor.of(Shape.of(values.length), values));
        Range range = Ranges.choose(RangeRule.parse("entropy"), histogram, Scheme.QUINT8_AFFINE);
        assertTrue(range.high() > 2.5, range.toString());
    }

    @Test
    void givesAConstantTensorARange() {
        for (String word : new String[] {"minmax", "percentile:99.9", "mse", "entropy"}) {
            for (float value : new float[] {0, 2.5f, -1e-20f}) {
                Tensor values = Tensor.of(Shape.of(3), value, value, value);
                Range range = Ranges.choose(RangeRule.parse(word), histogram(values), Scheme.QUINT8_AFFINE);
                Scheme.Point point = Scheme.QUINT8_AFFINE.point(range.low(), range.high());
                QParams params = QParams.perTensor(dev.vernier.tensor.DType.U8, point.scale(), point.zeroPoint());
                float real = Coding.reals(Coding.codes(values, params), params).floatAt(0);
                assertEquals(value, real, Math.abs(value) * 1e-2f + 1e-7f, word);
            }
        }
    }

    @Test
    void listsTheKnownRulesWhereAWordIsNone() {
        InputException error = assertThrows(InputException.class, () -> RangeRule.parse("minmaxx"));
        assertEquals(
                "range = minmaxx, known: minmax, percentile:P (such as percentile:99.99), mse, entropy",
                error.getMessage());
        assertThrows(InputException.class, () -> RangeRule.parse("percentile:101"));
        assertThrows(InputException.class, () -> RangeRule.parse("percentile:x"));
    }

    @Test
    void needsAHistogramForAnyRuleButMinMax() {
        MinMax ends = new MinMax(-1, 1);
        assertEquals(new Range(-1, 1), Ranges.choose(RangeRule.MINMAX, ends, Scheme.QUINT8_AFFINE));
        assertThrows(IllegalArgumentException.class,
                () -> Ranges.choose(new RangeRule.Mse(), ends, Scheme.QUINT8_AFFINE));
        assertThrows(
                IllegalArgumentException.class,
                () -> Ranges.choose(RangeRule.MINMAX, MinMax.NONE, Scheme.QUINT8_AFFINE));
    }
}
