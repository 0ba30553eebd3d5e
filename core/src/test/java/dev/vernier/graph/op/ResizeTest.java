package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;
import static dev.vernier.graph.op.Nodes.assertRoundTrips;

import org.junit.jupiter.api.Test;

class ResizeTest {
    private static final String LINE = "x: f32[1, 1, 4] = [1, 2, 3, 4]";
    private static final String TWICE = "s: f32[3] = [1, 1, 2]";
    private static final String TO_TWO = "z: i64[3] = [1, 1, 2]";

    @Test
    void repeatsTheNearest() {
        assertGives("f32[1, 1, 8] = [1, 1, 2, 2, 3, 3, 4, 4]", "resize x, _, s", LINE, TWICE);
        assertGives(
                "i8[1, 1, 6] = [-128, -128, -128, 127, 127, 127]",
                "resize x, _, _, z {coordinates = asymmetric, rounding = floor}",
                "x: i8[1, 1, 2] = [-128, 127]",
                "z: i64[3] = [1, 1, 6]");
    }

    @Test
    void interpolatesBetweenNeighbours() {
        assertGives(
                "f32[1, 1, 4] = [1, 1.25, 1.75, 2]",
                "resize x, _, s {mode = linear}",
                "x: f32[1, 1, 2] = [1, 2]",
                TWICE);
        assertGives(
                "f32[1, 1, 3] = [1, 2.5, 4]",
                "resize x, _, _, z {mode = linear, coordinates = align_corners}",
                LINE,
                "z: i64[3] = [1, 1, 3]");
    }

    @Test
    void followsACubicThroughItsNeighbours() {
        assertGives("f32[1, 1, 2] = [1.40625, 3.59375]", "resize x, _, _, z {mode = cubic}", LINE, TO_TWO);
        assertGives("f32[1, 1, 4] = [1, 2, 3, 4]", "resize x, _, _, z {mode = cubic, cubic = -0.5}", LINE,
                "z: i64[3] = [1, 1, 4]");
    }

    @Test
    void weighsAllThatAnOutputCoversWhereAskedNotToAlias() {
        assertGives("f32[1, 1, 2] = [1.5, 3.5]", "resize x, _, _, z {mode = linear}", LINE, TO_TWO);
        assertGives(
                "f32[1, 1, 2] = [1.625, 3.375]",
                "resize x, _, _, z {mode = linear, antialias = true}",
                LINE,
                TO_TWO);
    }

    @Test
    void extrapolatesOutsideTheInput() {
        assertGives(
                "f32[1, 1, 3] = [1, 4, -7]",
                "resize x, r, _, z {mode = linear, coordinates = tf_crop_and_resize, extrapolation = -7.0}",
                LINE,
                "r: f32[6] = [0, 0, 0, 1, 1, 2]",
                "z: i64[3] = [1, 1, 3]");
    }

    @Test
    void keepsTheAspectRatioWhereAsked() {
        String x = "x: f32[1, 2] = [1, 2]";
        String sizes = "z: i64[2] = [2, 6]";
        assertGives("f32[2, 4] = [1, 1, 2, 2, 1, 1, 2, 2]", "resize x, _, _, z {aspect_ratio = not_larger}", x, sizes);
        assertGives(
                "f32[3, 6] = [1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2]",
                "resize x, _, _, z {aspect_ratio = not_smaller}",
                x,
                sizes);
    }

    @Test
    void rejectsWhatMakesNoSize() {
        assertFails("scales and sizes are both absent", "resize x", LINE);
        assertFails("scales and sizes are both there", "resize x, _, s, z", LINE, TWICE, TO_TWO);
        assertFails("scales of shape [2], needed [3]", "resize x, _, s", LINE, "s: f32[2] = [1, 2]");
        assertFails("by scale -1.0, needed sizes of at least 1", "resize x, _, s", LINE, "s: f32[3] = [1, 1, -1]");
        assertFails("by scale NaN", "resize x, _, s", LINE, "s: f32[3] = [1, 1, nan]");
        assertFails("roi is absent", "resize x, _, s {coordinates = tf_crop_and_resize}", LINE, TWICE);
        assertFails("needed f32", "resize x, _, s {mode = linear}", "x: i8[1, 1, 1] = [1]", TWICE);
    }

    @Test
    void readsBackEveryAttribute() {
        assertRoundTrips("resize x, _, x");
        assertRoundTrips(
                "resize x, _, x {mode = linear, coordinates = align_corners, axes = [2, 3], antialias = true}");
        assertRoundTrips("resize x, _, x {rounding = ceil, aspect_ratio = not_larger, extrapolation = 1.5}");
    }
}
