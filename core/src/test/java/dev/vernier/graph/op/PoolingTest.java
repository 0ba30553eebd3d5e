package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolingTest {
    private static final String LINE = "x: f32[1, 1, 5] = [1, 5, 3, 2, 4]";

    @Test
    void takesTheLargestOfEachWindow() {
        assertGives("f32[1, 1, 2] = [5, 3]", "max_pool x {kernel = [2], stride = [2]}", LINE);
        assertGives("f32[1, 1, 3] = [5, 3, 4]", "max_pool x {kernel = [2], stride = [2], ceil = true}", LINE);
        assertGives("f32[1, 1, 3] = [3, 5, 4]", "max_pool x {kernel = [2], dilation = [2]}", LINE);
    }

    @Test
    void neverLetsThePaddingWin() {
        assertGives(
                "f32[1, 1, 3] = [-1, -1, -2]",
                "max_pool x {kernel = [2], padding = [1]}",
                "x: f32[1, 1, 2] = [-1, -2]");
        assertGives(
                "i8[1, 1, 3] = [-128, -127, -127]",
                "max_pool x {kernel = [2], padding = [1]}",
                "x: i8[1, 1, 2] = [-128, -127]");
        assertGives(
                "u8[1, 1, 1] = [255]", "max_pool x {kernel = [3]}", "x: u8[1, 1, 3] = [127, 128, 255]");
    }

    @Test
    void letsNaNWin() {
        assertGives("f32[1, 1, 2] = [nan, nan]", "max_pool x {kernel = [2]}", "x: f32[1, 1, 3] = [1, nan, 3]");
        assertGives("f32[1, 1, 1] = [nan]", "global_max_pool x", "x: f32[1, 1, 3] = [1, nan, 3]");
    }

    @Test
    void saysWhereTheLargestStandsInTheWholeInput() {
        Tensor x = Tensor.of(Shape.of(2, 1, 2, 3), 1, 2, 9, 4, 5, 6, 7, 8, 9, 9, 9, 9);
        Window whole = Window.of(List.of(2, 3));
        assertEquals(
                Tensor.ofI64(Shape.of(2, 1, 1, 1), 2, 8),
                new MaxPool(whole, false, false).evaluate(Inputs.of(x)).get(1));
        assertEquals(
                Tensor.ofI64(Shape.of(2, 1, 1, 1), 4, 10),
                new MaxPool(whole, false, true).evaluate(Inputs.of(x)).get(1));
    }

    @Test
    void dividesByWhatCounts() {
        assertGives("f32[1, 1, 4] = [3, 4, 2.5, 3]", "average_pool x {kernel = [2]}", LINE);
        assertGives(
                "f32[1, 1, 3] = [3, 3.3333333, 3]", "average_pool x {kernel = [3], stride = [2], padding = [1]}", LINE);
        assertGives(
                "f32[1, 1, 3] = [2, 3.3333333, 2]",
                "average_pool x {kernel = [3], stride = [2], padding = [1], count_padding = true}",
                LINE);
    }

    @Test
    void neverCountsWhatLiesBeyondThePadding() {
        assertGives(
                "f32[1, 1, 2] = [3, 3]",
                "average_pool x {kernel = [3], stride = [3], ceil = true, count_padding = true}",
                LINE);
    }

    @Test
    void meansOverAllSpatialAxes() {
        assertGives("f32[1, 2, 1, 1] = [2.5, 6.5]", "global_average_pool x",
                "x: f32[1, 2, 2, 2] = [1, 2, 3, 4, 5, 6, 7, 8]");
        assertGives("f32[0, 2, 1] = []", "global_average_pool x", "x: f32[0, 2, 2] = []");
        assertFails("input [1, 2], needed spatial axes", "global_average_pool x", "x: f32[1, 2] = [1, 2]");
        assertFails("x of type i8", "average_pool x {kernel = [1]}", "x: i8[1, 1, 1] = [1]");
    }
}
