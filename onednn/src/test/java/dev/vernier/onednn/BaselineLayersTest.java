package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.run.SessionOptions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BaselineLayersTest {
    private static final Graph FLOAT = GraphText.parse("""
            x: f32[n, 3, 9, 9]
            const w: f32[8, 3, 3, 3] = random 1
            const b: f32[8] = random 2
            const d: f32[8, 1, 3, 3] = random 3
            const v: f32[5, 8] = random 4
            c = conv x, w, b {kernel = [3, 3], padding = [1, 1]}
            r = relu c
            e = conv r, d, _ {kernel = [3, 3], padding = [1, 1], groups = 8}
            p = global_average_pool e
            f = flatten p
            y = gemm f, v, _ {transpose_b = true}
            return y
            """);

    private static final Graph INTEGER = GraphText.parse("""
            x: u8[n, 4, 7, 7]
            const xs: f32[] = 0.5
            const xz: u8[] = 7
            const w: i8[6, 4, 3, 3] = random 1
            const ws: f32[6] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
            const wz: i8[6] = [0, 0, 0, 0, 0, 0]
            const ys: f32[] = 2.0
            const yz: u8[] = 128
            const b: i32[6] = [1, 2, 3, 4, 5, 6]
            y = qlinear_conv x, xs, xz, w, ws, wz, ys, yz, b {kernel = [3, 3]}
            return y
            """);

    @Test
    void areTheConvolutionsAndProductsOfAGraph() {
        try (BaselineLayers layers = layers(FLOAT, 2)) {
            assertEquals(List.of("c", "e", "y"), layers.layers().stream().map(BaselineLayers.Layer::node).toList());
            layers.run();
            assertEquals(3, layers.time().length);
        }
    }

    @Test
    void computeOnCodesWhatTheGraphComputesOnCodes() {
        try (BaselineLayers layers = layers(INTEGER, 1)) {
            assertEquals(1, layers.layers().size());
            assertFalse(layers.layers().getFirst().implementation().startsWith("ref"), layers.layers().toString());
            layers.run();
            for (long nanoseconds : layers.time()) {
                assertTrue(nanoseconds > 0);
            }
        }
    }

    @Test
    void areNoneOfAGraphWithoutThem() {
        Graph graph = GraphText.parse("x: f32[n, 3]\ny = relu x\nreturn y\n");
        try (BaselineLayers layers = layers(graph, 4)) {
            assertTrue(layers.layers().isEmpty());
            layers.run();
        }
    }

    @Test
    void haveNoiseForWeightsThatTheSamplesDecide() {
        Graph graph = GraphText.parse("""
                x: f32[n, 4, 6]
                z: f32[n, 6, 5]
                y = matmul x, z
                return y
                """);
        try (BaselineLayers layers = layers(graph, 3)) {
            assertEquals(1, layers.layers().size());
            layers.run();
        }
    }

    @Test
    void multiplyCodesThatTheSamplesDecideOnAKernel() {
        Graph graph = GraphText.parse("""
                x: u8[n, 2, 16, 64]
                z: u8[n, 2, 64, 16]
                const s: f32[] = 0.5
                const o: u8[] = 128
                y = qlinear_matmul x, s, o, z, s, o
                return y
                """);
        try (BaselineLayers layers = layers(graph, 3)) {
            assertFalse(layers.layers().getFirst().implementation().startsWith("ref"), layers.layers().toString());
            layers.run();
        }
    }

    private static BaselineLayers layers(Graph graph, int batch) {
        return BaselineLayers.of(graph, new SessionOptions(batch, Set.of()));
    }
}
