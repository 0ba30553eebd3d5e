package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlacementTest {
    @Test
    void putsNoCodesBetweenALayerAndItsClampAndLeavesLogitsInFloat() {
        Placement placement = Placement.of(Networks.graph(Networks.RESIDUAL));
        assertEquals(Set.of("x", "k1", "c2", "r", "g"), placement.observed());
        assertEquals(Map.of("m", "r", "f", "g"), placement.shared());
        assertEquals(
                List.of("w1", "w2", "w3"),
                placement.layers().stream().map(Layer::weight).toList());
    }

    @Test
    void observesBothBranchesOfAJoinAndSharesCodesThroughMovements() {
        Placement placement = Placement.of(Networks.graph(Networks.MOVES));
        assertEquals(Set.of("p", "a", "b", "h", "j", "q", "z"), placement.observed());
        assertEquals(Map.of("t", "j"), placement.shared());
    }

    @Test
    void observesTheClampedTensorAloneWhereAConvolutionsOutputIsReadByAClampOnly() {
        Placement placement = Placement.of(Networks.graph("""
                x: f32[n, 1, 4, 4]
                const w: f32[1, 1, 1, 1] = random 1
                c = conv x, w {kernel = [1, 1]}
                r = relu c
                return r, c
                """));
        assertEquals(Set.of("x", "c"), placement.observed());
        assertEquals(Map.of("r", "c"), placement.shared());
    }

    @Test
    void quantizesNothingInAGraphWithoutLayers() {
        Placement placement = Placement.of(Networks.graph("""
                x: f32[n, 4]
                y = softmax x
                return y
                """));
        assertEquals(Set.of(), placement.observed());
    }
}
