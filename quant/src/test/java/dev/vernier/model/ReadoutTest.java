package dev.vernier.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.InputException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadoutTest {
    private static Graph graph(String lines) {
        return GraphText.parse("""
                x: f32[n, 4, 3, 3]
                const w: f32[1, 4] = random 1
                const v: f32[5, 4] = random 2
                p = global_average_pool x
                f = flatten p
                l = gemm f, w {transpose_b = true}
                s = gemm f, v {transpose_b = true}
                """ + lines);
    }

    private static Readout of(String lines) {
        return Readout.of(graph(lines), Optional.empty(), 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "return s | top1 | 5", "y = softmax s; return y | top1 | 5", "return p | top1 | 4",
        "y = sigmoid l; return y | binary | 2", "q = sigmoid l; y = flatten q; return y | binary | 2",
        "y = arg_max s {axis = 1}; return y | top1 | 5",
        "y = arg_max s {axis = -1, keep_axis = false}; return y | top1 | 5"
    })
    void knowsWhatTellsClassesApart(String lines, String metric, int classes) {
        Readout readout = of(lines.replace("; ", "\n") + "\n");
        assertEquals(metric, readout.measured().toString());
        assertEquals(classes, readout.decision().classes(readout.width()));
        assertTrue(readout.isOfClasses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"return l", "return x", "y = arg_min s {axis = 1}; return y"})
    void asksForAMetricOfWhatIsNoClass(String lines) {
        Readout readout = of(lines.replace("; ", "\n") + "\n");
        assertTrue(!readout.isOfClasses());
        assertTrue(assertThrows(InputException.class, readout::measured).getMessage().contains("needed --metric"));
    }

    @Test
    void takesTheOutputThatTheCardHasLabelsForThenTheLastThenTheFirst() {
        Graph several = graph("return f, s\n");
        assertEquals("f", Readout.of(several, Optional.empty(), 4).output());
        assertEquals("s", Readout.of(several, Optional.empty(), 5).output());
        assertEquals("s", Readout.of(several, Optional.empty(), 0).output());
        assertEquals("l", Readout.of(graph("return l, s\n"), Optional.empty(), 0).output());
        assertEquals("y", Readout.of(graph("y = softmax s\nreturn s, y\n"), Optional.empty(), 0).output());
        assertEquals("s", Readout.of(several, Optional.of("s"), 4).output());
    }

    @Test
    void suitsMetricsToOutputs() {
        assertEquals(Decision.LOGIT, of("return l\n").by(Metric.BINARY).decision());
        assertThrows(InputException.class, () -> of("return s\n").by(Metric.BINARY));
        assertThrows(InputException.class, () -> of("return s\n").by(Metric.MIOU));
        assertEquals(Metric.MIOU, of("return x\n").by(Metric.MIOU).measured());
        assertThrows(InputException.class, () -> of("return x\n").by(Metric.MAE).decision());
    }
}
