package dev.vernier.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.GraphText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultiplyAddsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "conv x, v {kernel = [3]} | 36",
        "conv_transpose x, w {kernel = [3], stride = [2]} | 72",
        "matmul x, m | 40",
        "relu x | 0",
    })
    void areThoseOfOneSample(String node, long count) {
        assertEquals(count, MultiplyAdds.of(GraphText.parse("""
                x: f32[n, 2, 4]
                const v: f32[3, 2, 3] = random 1
                const w: f32[2, 3, 3] = random 2
                const m: f32[4, 5] = random 3
                y = %s
                return y
                """.formatted(node))), node);
    }
}
