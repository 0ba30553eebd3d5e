package dev.vernier.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Quantizer;
import dev.vernier.quant.Range;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void findsTheEndsOfChannelsAlongAnyAxis() {
        Tensor tensor = Tensor.of(Shape.of(2, 3, 2), 1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6);
        assertEquals(new ChannelMinMax(java.util.List.of(new MinMax(1, 6), new MinMax(-6, -1))),
                ChannelMinMax.of(tensor, 0));
        assertEquals(new MinMax(-4, 4), ChannelMinMax.of(tensor, 1).channels().get(1));
        assertEquals(new MinMax(-5, 5), ChannelMinMax.of(tensor, 2).channels().get(0));
        assertEquals(Optional.of(new Range(-6, 6)), ChannelMinMax.of(tensor, 2).range());
        assertThrows(IndexOutOfBoundsException.class, () -> ChannelMinMax.of(tensor, 3));
        assertThrows(IllegalArgumentException.class,
                () -> ChannelMinMax.of(Tensor.of(Shape.of(1, 2), 1, Float.NaN), 0));
    }

    @Test
    void mergesChannelsExactly() {
        Tensor tensor = Tensor.of(Shape.of(2, 3, 2), 1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6);
        ChannelMinMax whole = ChannelMinMax.of(tensor, 1);
        ChannelMinMax merged = ChannelMinMax.none(3).merge(ChannelMinMax.of(tensor.rows(1, 2), 1))
                .merge(ChannelMinMax.of(tensor.rows(0, 1), 1));
        assertEquals(whole, merged);
        assertThrows(IllegalArgumentException.class, () -> whole.merge(ChannelMinMax.none(2)));
    }

    @Test
    void averagesAsPyTorchDoes() {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/statistics.npz"));
        MovingAverage average = MovingAverage.NONE;
        assertEquals(Optional.empty(), average.range());
        for (int batch = 0; batch < 6; batch++) {
            average = average.next(golden.get("movavg_in_" + batch));
        }
        assertEquals(golden.get("movavg_min_5").floatAt(0), average.seen().low());
        assertEquals(golden.get("movavg_max_5").floatAt(0), average.seen().high());
        assertEquals(average, average.next(Tensor.of(Shape.of(0))));
        assertThrows(IllegalArgumentException.class, () -> new MovingAverage(MinMax.NONE, 0));
    }

    @Test
    void changesNothingForAnAllZeroFirstBatch() {
        for (Observer.Kind<?> kind : new Observer.Kind<?>[] {Observer.Kind.MINMAX, Observer.Kind.HISTOGRAM}) {
            Statistic<?> without = seen(kind, -3, -0.5f, 0.25f, 2);
            Statistic<?> with = seen(kind, 0, 0, 0, 0, -3, -0.5f, 0.25f, 2);
            assertEquals(Ranges.choose(RangeRule.MINMAX, without, Scheme.QUINT8_AFFINE),
                    Ranges.choose(RangeRule.MINMAX, with, Scheme.QUINT8_AFFINE));
        }
        Range least = Ranges.choose(RangeRule.MSE, seen(Observer.Kind.HISTOGRAM, -3, -0.5f, 0.25f, 2),
                Scheme.QUINT8_AFFINE);
        assertEquals(least, Ranges.choose(RangeRule.MSE,
                seen(Observer.Kind.HISTOGRAM, 0, 0, 0, 0, -3, -0.5f, 0.25f, 2), Scheme.QUINT8_AFFINE));
    }

    private static Statistic<?> seen(Observer.Kind<?> kind, float... values) {
        Observer<?> observer = kind.start().get();
        for (float value : values) {
            assertTrue(observer.add(MemorySegment.ofArray(new float[] {value})));
        }
        return observer.statistic();
    }

    @Test
    void namesTheTensorThatNoSampleReached() {
        Graph graph = GraphText.parse("""
                x: f32[n, 2]
                const w: f32[2, 2] = random 1
                y = gemm x, w
                return y
                """);
        Placement placement = Placement.of(graph, QConfig.X86);
        Calibration<MinMax> none = Calibration.none("test", Observer.Kind.MINMAX, placement.observed());
        InputException error = assertThrows(InputException.class,
                () -> new Quantizer(graph, placement, QConfig.X86).quantize(none::range));
        assertTrue(error.getMessage().startsWith("calibration: tensor 'x': no sample reached it, needed at least one"),
                error.getMessage());
        assertEquals(Optional.empty(), none.convergence("x", RangeRule.MINMAX, Scheme.QUINT8_AFFINE));
    }

    @Test
    void tellsHowFarAScaleMovedWhicheverHalfCameFirst() {
        SplitHalves<MinMax> halves = new SplitHalves<>(new MinMax(0, 4), new MinMax(0, 5));
        Calibration<MinMax> calibration =
                new Calibration<>("test", Observer.Kind.MINMAX, SampleIds.of(1, 2), Map.of("x", halves));
        TensorConvergence convergence =
                calibration.convergence("x", RangeRule.MINMAX, Scheme.QUINT8_AFFINE).orElseThrow();
        assertEquals(0.2, convergence.movement(), 1e-6);
        assertTrue(!convergence.isSettled());
        Calibration<MinMax> turned = new Calibration<>("test", Observer.Kind.MINMAX, SampleIds.of(1, 2),
                Map.of("x", new SplitHalves<>(halves.odd(), halves.even())));
        assertEquals(convergence, turned.convergence("x", RangeRule.MINMAX, Scheme.QUINT8_AFFINE).orElseThrow());
        assertEquals(calibration.fingerprint(), turned.fingerprint());
        assertEquals(Set.of("x"), calibration.statistics().keySet());
    }
}
