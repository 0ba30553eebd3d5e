package dev.vernier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.GraphText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchInvarianceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "relu x | true",
        "flatten x | true",
        "max_pool x {kernel = [2, 2]} | true",
        "quantize x, s, z | true",
        "dynamic_quantize x | false",
        "average_pool x {kernel = [2, 2]} | false",
        "softmax x | false",
        "tanh x | false",
    })
    void knowsWhichOperatorsComputeEachSampleExactly(String node, boolean isExact) {
        assertEquals(isExact, BatchInvariance.of(GraphText.parse("""
                x: f32[n, 1, 4, 4]
                const s: f32[] = 0.5
                const z: u8[] = 3
                r = relu x
                y = %s
                return y
                """.formatted(node))), node);
    }
}
