package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;

import org.junit.jupiter.api.Test;

class ReductionsTest {
    private static final String X = "x: f32[2, 3] = [1, -2, 3, 4, 0, -6]";
    private static final String LAST = "k: i64[1] = [-1]";

    @Test
    void reducesAlongAnAxisFromEitherEnd() {
        assertGives("f32[2, 1] = [2, -2]", "reduce_sum x, k", X, LAST);
        assertGives("f32[2] = [-2, -6]", "reduce_min x, k {keep_axes = false}", X, LAST);
        assertGives("f32[1, 3] = [4, -0.0, -18]", "reduce_prod x, k", X, "k: i64[1] = [0]");
        assertGives("f32[2, 1] = [6, 10]", "reduce_l1 x, k", X, LAST);
        assertGives("f32[2, 1] = [14, 52]", "reduce_sum_square x, k", X, LAST);
        assertGives("f32[] = [5]", "reduce_l2 x {keep_axes = false}", "x: f32[2] = [3, 4]");
        assertGives("f32[1] = [1.0986123]", "reduce_log_sum x", "x: f32[2] = [1, 2]");
    }

    @Test
    void keepsTheLogarithmOfLargeExponentialsFinite() {
        assertGives("f32[1] = [1000.69318]", "reduce_log_sum_exp x", "x: f32[2] = [1000, 1000]");
        assertGives("f32[1] = [inf]", "reduce_log_sum_exp x", "x: f32[2] = [inf, 1]");
        assertGives("f32[1] = [-inf]", "reduce_log_sum_exp x", "x: f32[2] = [-inf, -inf]");
    }

    @Test
    void reducesNothingToTheNeutralElement() {
        String none = "x: f32[0, 2] = []";
        String axis = "k: i64[1] = [0]";
        assertGives("f32[1, 2] = [0, 0]", "reduce_sum x, k", none, axis);
        assertGives("f32[1, 2] = [1, 1]", "reduce_prod x, k", none, axis);
        assertGives("f32[1, 2] = [inf, inf]", "reduce_min x, k", none, axis);
        assertGives("i8[1, 2] = [127, 127]", "reduce_min x, k", "x: i8[0, 2] = []", axis);
        assertGives("f32[1, 2] = [-inf, -inf]", "reduce_log_sum x, k", none, axis);
    }

    @Test
    void leavesElementsAloneWhereNoAxesMeanNone() {
        assertGives("f32[2, 3] = [1, -2, 3, 4, 0, -6]", "reduce_sum x, k {none_means_none = true}", X,
                "k: i64[0] = []");
        assertGives("f32[1, 1] = [0]", "reduce_sum x, k", X, "k: i64[0] = []");
    }

    @Test
    void wrapsIntegersAndKeepsTheirType() {
        assertGives("i64[] = [6]", "reduce_prod x {keep_axes = false}", "x: i64[3] = [1, 2, 3]");
        assertGives("i8[1] = [-128]", "reduce_sum x", "x: i8[2] = [127, 1]");
        assertGives("i32[1] = [5]", "reduce_l2 x", "x: i32[2] = [3, 4]");
        assertGives("bool[1] = [false]", "reduce_min x", "x: bool[2] = [true, false]");
        assertFails("needed numbers", "reduce_sum x", "x: bool[2] = [true, false]");
    }

    @Test
    void findsTheFirstOrLastOfEqualExtremes() {
        String x = "x: f32[2, 4] = [1, 3, 3, 0, -1, -1, nan, 7]";
        assertGives("i64[2, 1] = [1, 2]", "arg_max x {axis = 1}", x);
        assertGives("i64[2] = [2, 2]", "arg_max x {axis = -1, keep_axis = false, last = true}", x);
        assertGives("i64[1, 4] = [1, 1, 1, 0]", "arg_min x", x);
        assertGives("i64[1, 2] = [0, 0]", "arg_max x", "x: u8[1, 2] = [255, 0]");
        assertFails("needed numbers along axis 1", "arg_max x {axis = 1}", "x: f32[2, 0] = []");
    }

    @Test
    void picksTheMostExtremeAndTheirPlaces() {
        String x = "x: f32[2, 3] = [1, 3, 3, 0, nan, 2]";
        assertGives("f32[2, 2] = [3, 3, nan, 2]", "top_k x, k", x, "k: i64[1] = [2]");
        assertGives("f32[1, 3] = [0, 3, 2]", "top_k x, k {axis = 0, largest = false}", x, "k: i64[] = 1");
        assertGives("f32[2, 0] = []", "top_k x, k", x, "k: i64[1] = [0]");
        assertFails("k = 4 of f32[2, 3], needed numbers and at most the 3 along axis -1", "top_k x, k", x,
                "k: i64[1] = [4]");
    }

    @Test
    void sumsAlongAnAxisFromEitherEnd() {
        String x = "x: i64[2, 3] = [1, 2, 3, 4, 5, 6]";
        assertGives("i64[2, 3] = [1, 3, 6, 4, 9, 15]", "cum_sum x, k", x, "k: i64[] = 1");
        assertGives("i64[2, 3] = [5, 3, 0, 11, 6, 0]", "cum_sum x, k {excludes_itself = true, from_the_end = true}", x,
                "k: i64[] = -1");
        assertGives("f32[2] = [0.1, 0.3]", "cum_sum x, k", "x: f32[2] = [0.1, 0.2]", "k: i32[] = 0");
    }

    @Test
    void normalizesByNeighbouringChannels() {
        assertGives("f32[1, 3, 1] = [0.16666667, 0.14285715, 0.3]",
                "local_response_norm x {size = 2, alpha = 2, beta = 1}",
                "x: f32[1, 3, 1] = [1, 2, 3]");
        assertFails("size = 0, needed at least 1", "local_response_norm x {size = 0}", "x: f32[1, 1] = [1]");
    }
}
