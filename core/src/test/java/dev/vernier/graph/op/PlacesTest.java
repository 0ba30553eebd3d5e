package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;

import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final String X = "x: f32[2, 3] = [1, 2, 3, 4, 5, 6]";

    @Test
    void gathersPartsByTheirIndices() {
        assertGives("f32[2] = [6, 2]", "gather_nd x, i", X, "i: i64[2, 2] = [-1, 2, 0, 1]");
        assertGives("f32[1, 3] = [4, 5, 6]", "gather_nd x, i", X, "i: i64[1, 1] = [1]");
        assertGives("f32[2] = [3, 4]", "gather_nd x, i {batch_axes = 1}", X, "i: i64[2, 1] = [2, 0]");
        assertFails("index 3, needed -3 to 2", "gather_nd x, i", X, "i: i64[1, 2] = [0, 3]");
        assertFails("needed i64[..., k] with at most as many axes", "gather_nd x, i", X, "i: i64[1, 3] = [0, 0, 0]");
    }

    @Test
    void scattersPartsOfWhichTheLastStays() {
        assertGives("f32[2, 3] = [1, 9, 3, 4, 5, 6]", "scatter_nd x, i, u", X, "i: i64[2, 2] = [0, 1, 0, -2]",
                "u: f32[2] = [8, 9]");
        assertGives("f32[2, 3] = [1, 2, 3, 7, 8, 9]", "scatter_nd x, i, u", X, "i: i64[1, 1] = [-1]",
                "u: f32[1, 3] = [7, 8, 9]");
        assertFails("updates of type f32[1], needed f32[1, 3]", "scatter_nd x, i, u", X, "i: i64[1, 1] = [0]",
                "u: f32[1] = [7]");
    }

    @Test
    void gathersElementsWithinOtherAxes() {
        assertGives("f32[1, 3] = [4, 2, 6]", "gather_elements x, i", X, "i: i64[1, 3] = [1, 0, -1]");
        assertGives("f32[2, 1] = [3, 4]", "gather_elements x, i {axis = 1}", X, "i: i32[2, 1] = [2, 0]");
        assertFails("needed a shape within [2, 3] but for axis 1", "gather_elements x, i {axis = 1}", X,
                "i: i64[3, 1] = [0, 0, 0]");
    }

    @Test
    void scattersElementsOfWhichTheLastStays() {
        assertGives("f32[2, 3] = [7, 2, 3, 4, 9, 6]", "scatter_elements x, i, u", X, "i: i64[1, 2] = [0, -1]",
                "u: f32[1, 2] = [7, 9]");
        assertGives("f32[2, 3] = [1, 2, 8, 4, 5, 6]", "scatter_elements x, i, u {axis = -1}", X,
                "i: i32[1, 2] = [2, 2]", "u: f32[1, 2] = [7, 8]");
        assertFails("updates of type f32[1], needed f32[1, 1]", "scatter_elements x, i, u", X, "i: i64[1, 1] = [0]",
                "u: f32[1] = [7]");
        assertFails("index 2, needed -2 to 1", "scatter_elements x, i, u", X, "i: i64[1, 1] = [2]",
                "u: f32[1, 1] = [7]");
    }

    @Test
    void keepsTrianglesFromADiagonalOn() {
        assertGives("f32[2, 3] = [1, 2, 3, 0, 5, 6]", "trilu x", X);
        assertGives("f32[2, 3] = [1, 0, 0, 4, 5, 0]", "trilu x {upper = false}", X);
        assertGives("f32[2, 3] = [0, 0, 3, 0, 0, 0]", "trilu x, k", X, "k: i64[] = 2");
        assertGives("bool[1, 2, 1] = [true, false]", "trilu x", "x: bool[1, 2, 1] = [true, true]");
    }

    @Test
    void countsUpToALimitOrNotAtAll() {
        assertGives("i64[3] = [1, 3, 5]", "range a, b, c", "a: i64[] = 1", "b: i64[] = 6", "c: i64[] = 2");
        assertGives("f32[2] = [1, 0.5]", "range a, b, c", "a: f32[] = 1", "b: f32[] = 0", "c: f32[] = -0.5");
        assertGives("i32[0] = []", "range a, b, c", "a: i32[] = 1", "b: i32[] = 0", "c: i32[] = 1");
        assertFails("needed at most 2^31 - 1 of them", "range a, b, c", "a: i64[] = 0", "b: i64[] = 6", "c: i64[] = 0");
        assertFails("needed at most 2^31 - 1 of them", "range a, b, c", "a: i64[] = 0",
                "b: i64[] = 9223372036854775807",
                "c: i64[] = 1");
    }
}
