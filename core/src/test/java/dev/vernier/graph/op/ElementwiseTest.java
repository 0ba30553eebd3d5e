package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;
import static dev.vernier.graph.op.Nodes.assertRoundTrips;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
    private static final String PAIR = "a: f32[2, 1] = [1, 2]";
    private static final String ROW = "b: f32[3] = [10, 20, 30]";
    private static final String EDGES = "x: f32[7] = [-inf, -4, -1, -0.0, 2, inf, nan]";

    @Test
    void broadcastsBothWays() {
        assertGives("f32[2, 3] = [11, 21, 31, 12, 22, 32]", "add a, b", PAIR, ROW);
        assertGives("f32[2, 3] = [-9, -19, -29, -8, -18, -28]", "sub a, b", PAIR, ROW);
        assertGives("f32[2, 3] = [10, 20, 30, 20, 40, 60]", "mul a, b", PAIR, ROW);
        assertGives("f32[3, 2] = [10, 5, 20, 10, 30, 15]", "div b, a", "a: f32[2] = [1, 2]",
                "b: f32[3, 1] = [10, 20, 30]");
        assertGives("f32[0, 3] = []", "add a, b", "a: f32[0, 1] = []", ROW);
        assertGives("f32[] = [5]", "add a, b", "a: f32[] = [2]", "b: f32[] = [3]");
    }

    @Test
    void roundsEachFloatOnce() {
        assertGives("f32[1] = [0.3]", "add a, b", "a: f32[1] = [0.1]", "b: f32[1] = [0.2]");
        assertGives("f64[1] = [0.30000000000000004]", "add a, b", "a: f64[1] = [0.1]", "b: f64[1] = [0.2]");
        assertGives("f32[2] = [inf, nan]", "div a, b", "a: f32[2] = [1, 0]", "b: f32[2] = [0, 0]");
    }

    @Test
    void wrapsIntegersOfEveryType() {
        assertGives("i8[2] = [-128, 127]", "add a, b", "a: i8[2] = [127, -128]", "b: i8[2] = [1, -1]");
        assertGives("u8[2] = [255, 0]", "sub a, b", "a: u8[2] = [0, 255]", "b: u8[2] = [1, 255]");
        assertGives("i16[1] = [-2]", "mul a, b", "a: i16[1] = [32767]", "b: i16[1] = [2]");
        assertGives("u16[1] = [65534]", "mul a, b", "a: u16[1] = [65535]", "b: u16[1] = [2]");
        assertGives("i32[1] = [-2147483648]", "add a, b", "a: i32[1] = [2147483647]", "b: i32[1] = [1]");
        assertGives("i64[1] = [-9223372036854775808]", "add a, b", "a: i64[1] = [9223372036854775807]",
                "b: i64[1] = [1]");
    }

    @Test
    void dividesIntegersTowardsZero() {
        assertGives("i32[4] = [-3, 3, -3, 3]", "div a, b", "a: i32[4] = [-7, 7, 7, -7]", "b: i32[4] = [2, 2, -2, -2]");
        assertGives("i8[1] = [-128]", "div a, b", "a: i8[1] = [-128]", "b: i8[1] = [-1]");
        assertFails("division of the integer 7 by 0", "div a, b", "a: i32[1] = [7]", "b: i32[1] = [0]");
    }

    @Test
    void rejectsOperandsThatDoNotFit() {
        assertFails("f32[2, 1] and i8[1], needed numbers of one type", "add a, b", PAIR, "b: i8[1] = [1]");
        assertFails("shapes [2] and [3] do not broadcast", "add a, b", "a: f32[2] = [1, 2]", ROW);
        assertFails("needed numbers of one type", "add a, b", "a: bool[1] = [true]", "b: bool[1] = [true]");
        assertFails("x of type i8[1], needed f32", "relu x", "x: i8[1] = [1]");
    }

    @Test
    void keepsNaNAndTheInfinities() {
        assertGives("f32[7] = [0, 0, 0, 0, 2, inf, nan]", "relu x", EDGES);
        assertGives("f32[7] = [-inf, -2, -0.5, -0.0, 2, inf, nan]", "leaky_relu x {alpha = 0.5}", EDGES);
        assertGives("f32[7] = [0, 0, 0.25, 0.5, 1, 1, nan]", "hard_sigmoid x {alpha = 0.25}", EDGES);
        assertGives("f32[4] = [0, 0.5, 1, nan]", "sigmoid x", "x: f32[4] = [-inf, 0, inf, nan]");
        assertGives("f32[4] = [-1, 0, 1, nan]", "tanh x", "x: f32[4] = [-inf, 0, inf, nan]");
        assertGives("f32[6] = [0, 1, 2.7182817, 3.4027985E38, inf, nan]", "exp x",
                "x: f32[6] = [-inf, -0.0, 1, 88.72283, 88.72284, nan]");
        assertGives("f32[0] = []", "exp x", "x: f32[0] = []");
        assertGives("f32[5] = [-0.0, -0.33333334, 0, 1.6666666, 4]", "hard_swish x", "x: f32[5] = [-4, -1, 0, 2, 4]");
    }

    /// Values of Abramowitz and Stegun, table 7.1.
    @Test
    void knowsTheErrorFunction() {
        assertGives("f32[5] = [-1, -0.0, 0, 1, nan]", "erf x", "x: f32[5] = [-inf, -0.0, 0, inf, nan]");
        assertGives("f32[4] = [0.112462915, 0.5204999, 0.8427008, 0.9953223]", "erf x", "x: f32[4] = [0.1, 0.5, 1, 2]");
        assertGives("f32[4] = [-0.8427008, 1.1283791E-30, 1, -1]", "erf x", "x: f32[4] = [-1, 1e-30, 5.9, -6]");
        assertGives("f32[0] = []", "erf x", "x: f32[0] = []");
    }

    @Test
    void weighsByTheNormalDistribution() {
        assertGives("f32[5] = [nan, -0.0, 0, inf, nan]", "gelu x", "x: f32[5] = [-inf, -0.0, 0, inf, nan]");
        assertGives("f32[4] = [-0.158655256, 0.345731229, 0.841344774, 2.99595022]", "gelu x",
                "x: f32[4] = [-1, 0.5, 1, 3]");
        assertGives("f32[4] = [-0.158808008, 0.345714003, 0.841192007, 2.99636269]", "gelu x {approximation = tanh}",
                "x: f32[4] = [-1, 0.5, 1, 3]");
        assertGives("f32[0] = []", "gelu x", "x: f32[0] = []");
        assertFails("approximation = sigmoid, known: none, tanh", "gelu x {approximation = sigmoid}", EDGES);
    }

    @Test
    void clipsRealsAndCodes() {
        assertGives("f32[7] = [-1, -1, -1, -0.0, 1, 1, nan]", "clip x, low, high", EDGES, "low: f32[] = [-1]",
                "high: f32[] = [1]");
        assertGives("u8[3] = [3, 128, 200]", "clip x, low, high", "x: u8[3] = [0, 128, 255]", "low: u8[] = [3]",
                "high: u8[] = [200]");
        assertGives("i8[3] = [-128, 0, 6]", "clip x, _, high", "x: i8[3] = [-128, 0, 127]", "high: i8[] = [6]");
        assertGives("f32[2] = [1, 1]", "clip x, low, high", "x: f32[2] = [0, 5]", "low: f32[] = [2]",
                "high: f32[] = [1]");
        assertFails("low of type f32[2], needed a single value", "clip x, low", EDGES, "low: f32[2] = [1, 2]");
        assertFails("low of type u8[], needed f32", "clip x, low", EDGES, "low: u8[] = [1]");
    }

    @Test
    void normalizesEachChannel() {
        assertGives(
                "f32[1, 2, 2] = [2, 3, 10, 10.5]",
                "batch_norm x, s, b, m, v {epsilon = 0.0}",
                "x: f32[1, 2, 2] = [3, 4, 5, 6]",
                "s: f32[2] = [2, 1]",
                "b: f32[2] = [0, 10]",
                "m: f32[2] = [1, 5]",
                "v: f32[2] = [4, 4]");
        assertFails(
                "scale of type f32[1], needed f32[2]",
                "batch_norm x, s, s, s, s",
                "x: f32[1, 2] = [3, 4]",
                "s: f32[1] = [2]");
    }

    @Test
    void normalizesEachRow() {
        String x = "x: f32[2, 1, 2] = [1, 3, -5, 5]";
        assertGives("f32[2, 1, 2] = [-2, 3, -2, 3]", "layer_norm x, s, b {epsilon = 0.0}", x, "s: f32[2] = [2, 3]",
                "b: f32[1] = [0]");
        assertGives("f32[2, 1, 2] = [-1, 1, -1, 1]", "layer_norm x, s {axis = 1, epsilon = 0.0}", x, "s: f32[] = 1");
        assertGives("f32[1, 2, 1] = [0, 2]", "layer_norm x, s, b {axis = -2, epsilon = 0.0}",
                "x: f32[1, 2, 1] = [3, 7]",
                "s: f32[2, 1] = [1, 1]", "b: f32[2, 1] = [1, 1]");
        assertGives("f32[1, 1] = [7]", "layer_norm x, s, s", "x: f32[1, 1] = [5]", "s: f32[1] = [7]");
        assertGives("f32[2, 2] = [nan, nan, 0, 0]", "layer_norm x, s", "x: f32[2, 2] = [nan, 0, 3, 3]", "s: f32[] = 1");
        assertGives("f32[0, 3] = []", "layer_norm x, s", "x: f32[0, 3] = []", "s: f32[3] = [1, 1, 1]");
        assertFails("shapes [3] and [2] do not broadcast", "layer_norm x, s", x,
                "s: f32[3] = [1, 1, 1]");
        assertFails("epsilon = -1.0, needed a finite one of at least 0", "layer_norm x, x {epsilon = -1.0}", x);
    }

    @Test
    void normalizesGroupsOfChannels() {
        String x = "x: f32[1, 4, 1] = [1, 3, -5, 5]";
        String s = "s: f32[4] = [1, 2, 3, 4]";
        String b = "b: f32[4] = [0, 0, 1, 1]";
        assertGives("f32[1, 4, 1] = [-1, 2, -2, 5]", "group_norm x, s, b {groups = 2, epsilon = 0.0}", x, s, b);
        assertGives("f32[1, 4, 1] = [0, 0, 1, 1]", "group_norm x, s, b {groups = 4}", x, s, b);
        assertGives("f32[2, 1, 2] = [-1, 1, nan, nan]", "group_norm x, s, b {groups = 1, epsilon = 0.0}",
                "x: f32[2, 1, 2] = [1, 3, nan, 5]", "s: f32[1] = [1]", "b: f32[1] = [0]");
        assertGives("f32[1, 1] = [3]", "group_norm x, s, b {groups = 1}", "x: f32[1, 1] = [7]", "s: f32[1] = [2]",
                "b: f32[1] = [3]");
        assertGives("f32[0, 1] = []", "group_norm x, s, s {groups = 1}", "x: f32[0, 1] = []", "s: f32[1] = [2]");
        assertGives("f32[2, 1, 0] = []", "group_norm x, s, s {groups = 1}", "x: f32[2, 1, 0] = []", "s: f32[1] = [2]");
        assertFails("needed channels that divide into groups = 3", "group_norm x, s, b {groups = 3}", x, s, b);
        assertFails("scale of type f32[2], needed f32[4]", "group_norm x, s, b {groups = 2}", x, "s: f32[2] = [1, 2]",
                b);
        assertFails("groups = 0, needed at least 1", "group_norm x, s, b {groups = 0}", x, s, b);
        assertFails("attribute groups is absent", "group_norm x, s, b", x, s, b);
    }

    @Test
    void givesTheMomentsOfEachRow() {
        List<Tensor> outputs = new LayerNorm(1, 0).evaluate(Inputs.of(
                Tensor.of(Shape.of(2, 2), 1, 3, -5, 5), Tensor.scalar(1)));
        assertEquals(List.of(
                Tensor.of(Shape.of(2, 2), -1, 1, -1, 1), Tensor.of(Shape.of(2, 1), 2, 0),
                Tensor.of(Shape.of(2, 1), 1, 0.2f)), outputs);
        List<Tensor> ofNothing = new LayerNorm(1, 0).evaluate(Inputs.of(
                Tensor.of(Shape.of(2, 0)), Tensor.scalar(1)));
        assertEquals(Shape.of(2, 1), ofNothing.get(1).shape());
        assertTrue(Float.isNaN(ofNothing.get(1).floatAt(0)) && Float.isNaN(ofNothing.get(2).floatAt(1)));
    }

    @Test
    void makesSharesOfOne() {
        assertGives("f32[2, 2] = [0.5, 0.5, 1, 0]", "softmax x", "x: f32[2, 2] = [7, 7, 1000, -1000]");
        assertGives("f32[2, 2] = [0.5, 1, 0.5, 0]", "softmax x {axis = 0}", "x: f32[2, 2] = [7, 1000, 7, -1000]");
        assertGives("f32[2] = [nan, nan]", "softmax x", "x: f32[2] = [nan, 0]");
        assertGives("f32[0, 3] = []", "softmax x {axis = 0}", "x: f32[0, 3] = []");
        assertFails("axis", "softmax x {axis = 2}", "x: f32[2, 2] = [7, 7, 1000, -1000]");
    }

    @Test
    void takesTheLogarithmOfShares() {
        assertGives("f32[2, 2] = [-0.6931472, -0.6931472, 0, -2000]", "log_softmax x",
                "x: f32[2, 2] = [7, 7, 1000, -1000]");
        assertGives("f32[2, 2] = [-0.6931472, 0, -0.6931472, -2000]", "log_softmax x {axis = 0}",
                "x: f32[2, 2] = [7, 1000, 7, -1000]");
        assertGives("f32[1, 1] = [0]", "log_softmax x", "x: f32[1, 1] = [3]");
        assertGives("f32[2, 2] = [nan, nan, 0, -inf]", "log_softmax x", "x: f32[2, 2] = [nan, 0, 3, -inf]");
        assertGives("f32[0, 3] = []", "log_softmax x {axis = 0}", "x: f32[0, 3] = []");
        assertGives("f32[2, 0] = []", "log_softmax x", "x: f32[2, 0] = []");
        assertFails("axis", "log_softmax x {axis = 2}", "x: f32[2, 2] = [7, 7, 1000, -1000]");
    }

    @Test
    void meansOverAxes() {
        String x = "x: f32[2, 3] = [1, 2, 3, 4, 5, 9]";
        assertGives("f32[2, 1] = [2, 6]", "reduce_mean x, a", x, "a: i64[1] = [-1]");
        assertGives("f32[3] = [2.5, 3.5, 6]", "reduce_mean x, a {keep_axes = false}", x, "a: i64[1] = [0]");
        assertGives("f32[1, 1] = [4]", "reduce_mean x", x);
        assertGives("f32[2, 3] = [1, 2, 3, 4, 5, 9]", "reduce_mean x {none_means_none = true}", x);
        assertGives("f32[1] = [nan]", "reduce_mean x", "x: f32[0] = []");
    }

    @Test
    void findsTheLargestOverAxes() {
        String x = "x: f32[2, 3] = [1, 5, 3, 5, 5, -inf]";
        assertGives("f32[2, 1] = [5, 5]", "reduce_max x, a", x, "a: i64[1] = [-1]");
        assertGives("f32[3] = [5, 5, 3]", "reduce_max x, a {keep_axes = false}", x, "a: i64[1] = [0]");
        assertGives("f32[] = 5", "reduce_max x {keep_axes = false}", x);
        assertGives("f32[2, 3] = [1, 5, 3, 5, 5, -inf]", "reduce_max x {none_means_none = true}", x);
        assertGives("f32[1] = [nan]", "reduce_max x", "x: f32[3] = [1, nan, inf]");
        assertGives("f32[1] = [-inf]", "reduce_max x", "x: f32[0] = []");
        assertGives("f32[] = 7", "reduce_max x", "x: f32[] = 7");
        assertGives("f32[0, 1] = []", "reduce_max x, a", "x: f32[0, 3] = []", "a: i64[1] = [1]");
        assertGives("i8[1] = [127]", "reduce_max x", "x: i8[3] = [-128, 127, 0]");
        assertGives("u8[1] = [0]", "reduce_max x", "x: u8[0] = []");
        assertGives("i64[1] = [9223372036854775807]", "reduce_max x",
                "x: i64[2] = [9223372036854775806, 9223372036854775807]");
        assertGives("bool[1] = [true]", "reduce_max x", "x: bool[2] = [false, true]");
        assertFails("axis 2, needed -2 to 1 at rank 2", "reduce_max x, a", x, "a: i64[1] = [2]");
    }

    @Test
    void readsBackEveryAttribute() {
        assertRoundTrips("leaky_relu x");
        assertRoundTrips("leaky_relu x {alpha = 0.25}");
        assertRoundTrips("hard_sigmoid x {alpha = 0.25, beta = 1.0}");
        assertRoundTrips("batch_norm x, x, x, x, x {epsilon = 0.5}");
        assertRoundTrips("softmax x {axis = 1}");
        assertRoundTrips("reduce_mean x {keep_axes = false, none_means_none = true}");
    }
}
