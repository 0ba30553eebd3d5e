package dev.vernier.audit.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.op.Kernels;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaturationBoundsTest {
    private static List<Saturation.Layer> layers(String left, String right, Kernels kernels) {
        Graph graph = GraphText.parse("""
                a: %s[n, 3, 5]
                b: %s[n, 5, 7]
                const s: f32[] = 0.5
                const z: %s[] = 0
                const o: %s[] = 0
                y = qlinear_matmul a, s, z, b, s, o
                return y
                """.formatted(left, right, left, right));
        return Saturation.possible(graph, List.of(kernels)).layers();
    }

    @Test
    void areThoseOfTheTypesForAProductOfTwoActivations() {
        assertEquals(7, layers("u8", "i8", Kernels.ONNXRUNTIME).getFirst().possible());
        assertEquals(65_280, layers("u8", "i8", Kernels.ONEDNN).getFirst().largestPair());
        assertEquals(65_280, layers("i8", "i8", Kernels.ONEDNN).getFirst().largestPair());
        assertEquals(List.of(), layers("i8", "i8", Kernels.ONNXRUNTIME));
        for (Kernels kernels : Kernels.values()) {
            assertEquals(List.of(), layers("u8", "u8", kernels));
            assertEquals(List.of(), layers("i16", "i8", kernels));
        }
    }

    @Test
    void saysThatNothingSaturatesWhereWeightsHaveSevenBits() {
        assertEquals(List.of(),
                Saturation.possible(Networks.quantized(Networks.ATTENTION, QConfig.PORTABLE).integer()).possible());
        assertEquals(3, Saturation
                .possible(Networks.quantized(Networks.ATTENTION, Networks.CONFIGS.get("symmetric qint8 activations"))
                        .integer())
                .layers().stream().filter(layer -> layer.largestPair() == 65_280).count());
    }
}
