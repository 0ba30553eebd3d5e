package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FunctionsTest {
    private static final String EDGES = "x: f32[7] = [-inf, -4, -1, -0.0, 2, inf, nan]";

    @Test
    void roundsTiesToEven() {
        String ties = "x: f32[6] = [-2.5, -0.5, 0.5, 1.5, 2.5, nan]";
        assertGives("f32[6] = [-2, -0.0, 0, 2, 2, nan]", "round x", ties);
        assertGives("f32[6] = [-2, -0.0, 1, 2, 3, nan]", "ceil x", ties);
        assertGives("f32[6] = [-3, -1, 0, 1, 2, nan]", "floor x", ties);
    }

    @Test
    void changesSignsOfRealsAndIntegers() {
        assertGives("f32[7] = [inf, 4, 1, 0, 2, inf, nan]", "abs x", EDGES);
        assertGives("f32[7] = [inf, 4, 1, 0, -2, -inf, nan]", "neg x", EDGES);
        assertGives("f32[7] = [-1, -1, -1, -0.0, 1, 1, nan]", "sign x", EDGES);
        assertGives("i8[3] = [-128, 127, 5]", "abs x", "x: i8[3] = [-128, -127, 5]");
        assertGives("i64[3] = [3, 0, -5]", "neg x", "x: i64[3] = [-3, 0, 5]");
        assertGives("i32[3] = [-1, 0, 1]", "sign x", "x: i32[3] = [-3, 0, 5]");
        assertFails("x of type bool[1], needed f32 or f64", "abs x", "x: bool[1] = [true]");
        assertFails("x of type i64[1], needed f32 or f64", "sqrt x", "x: i64[1] = [4]");
    }

    @Test
    void isNanWhereAFunctionIsNotDefined() {
        assertGives("f32[7] = [nan, nan, nan, -0.0, 1.4142135, inf, nan]", "sqrt x", EDGES);
        assertGives("f32[7] = [nan, nan, nan, -inf, 0.6931472, inf, nan]", "log x", EDGES);
        assertGives("f32[7] = [-0.0, -0.25, -1, -inf, 0.5, 0, nan]", "reciprocal x", EDGES);
        assertGives("f64[2] = [2, 0.5]", "sqrt x", "x: f64[2] = [4, 0.25]");
        assertGives("f32[0] = []", "sqrt x", "x: f32[0] = []");
    }

    @Test
    void keepsSmallValuesOfFunctionsThatAreNearlyLinear() {
        assertEquals(1e-9, new Pointwise(Pointwise.Kind.ASINH).of(1e-9), 1e-24);
        assertEquals(1e-9, new Pointwise(Pointwise.Kind.ATANH).of(1e-9), 1e-17);
        assertEquals(Math.exp(-40), new Pointwise(Pointwise.Kind.SOFTPLUS).of(-40), 1e-30);
        assertEquals(1000, new Pointwise(Pointwise.Kind.SOFTPLUS).of(1000));
    }

    @Test
    void raisesToPowersOfAnotherType() {
        assertGives("f32[4] = [1, 4, 9, 0.25]", "pow a, b", "a: f32[4] = [-1, 2, 3, 0.5]", "b: i64[] = 2");
        assertGives("f32[3] = [1, nan, 3]", "pow a, b", "a: f32[3] = [nan, -1, 9]", "b: f32[3] = [0, 0.5, 0.5]");
        assertGives("i32[2] = [8, 27]", "pow a, b", "a: i32[2] = [2, 3]", "b: f32[] = 3");
        assertFails("needed numbers", "pow a, b", "a: bool[1] = [true]", "b: f32[] = 3");
    }

    @Test
    void dividesWithTheDivisorsSignUnlessTruncated() {
        String a = "a: i64[4] = [-7, 7, -7, 7]";
        String b = "b: i64[4] = [3, -3, -3, 3]";
        assertGives("i64[4] = [2, -2, -1, 1]", "mod a, b", a, b);
        assertGives("i64[4] = [-1, 1, -1, 1]", "mod a, b {truncated = true}", a, b);
        assertGives("f32[2] = [0.5, -1]", "mod a, b", "a: f32[2] = [-5.5, 5]", "b: f32[2] = [2, -2]");
        assertFails("division of the integer 7 by 0", "mod a, b", "a: i8[1] = [7]", "b: i8[1] = [0]");
    }

    @Test
    void takesTheLargerAndTheSmallerAndNanBeforeBoth() {
        String a = "a: f32[3] = [-1, 2, nan]";
        assertGives("f32[3] = [0, 2, nan]", "max a, b", a, "b: f32[] = 0");
        assertGives("f32[3] = [-1, 0, nan]", "min a, b", a, "b: f32[] = 0");
        assertGives("u8[2] = [128, 255]", "max a, b", "a: u8[2] = [127, 255]", "b: u8[1] = [128]");
    }

    @Test
    void bendsBelowZero() {
        assertGives("f32[7] = [-inf, -2, -0.5, -0.0, 2, inf, nan]", "prelu x, s", EDGES, "s: f32[1] = [0.5]");
        assertGives("f32[2, 2] = [1, -2, 3, -8]", "prelu x, s", "x: f32[2, 2] = [1, -1, 3, -4]",
                "s: f32[2] = [5, 2]");
        assertFails("shapes [3] and [2] do not broadcast", "prelu x, s",
                "x: f32[2] = [1, 2]", "s: f32[3] = [1, 2, 3]");
        assertGives("f32[3] = [-0.5, -0.31606027, 4]", "elu x {alpha = 0.5}", "x: f32[3] = [-inf, -1, 4]");
        assertGives("f32[4] = [0, 0, 1.5, 0]", "thresholded_relu x", "x: f32[4] = [-1, 1, 1.5, nan]");
    }

    @Test
    void comparesNumbersOfEveryTypeAndNanWithNothing() {
        String a = "a: f32[3] = [1, 2, nan]";
        String b = "b: f32[3] = [2, 2, nan]";
        assertGives("bool[3] = [false, true, false]", "equal a, b", a, b);
        assertGives("bool[3] = [true, false, false]", "less a, b", a, b);
        assertGives("bool[3] = [true, true, false]", "less_or_equal a, b", a, b);
        assertGives("bool[3] = [false, false, false]", "greater a, b", a, b);
        assertGives("bool[3] = [false, true, false]", "greater_or_equal a, b", a, b);
        assertGives("bool[1] = [false]", "equal a, b", "a: i64[] = 9223372036854775807",
                "b: i64[1] = [9223372036854775806]");
        assertFails("needed numbers of one type", "less a, b", "a: bool[] = true", "b: bool[] = false");
    }

    @Test
    void joinsTruthValuesAndChoosesByThem() {
        String a = "a: bool[2, 1] = [true, false]";
        String b = "b: bool[2] = [true, false]";
        assertGives("bool[2, 2] = [true, false, false, false]", "and a, b", a, b);
        assertGives("bool[2, 2] = [true, true, true, false]", "or a, b", a, b);
        assertGives("bool[2, 2] = [false, true, true, false]", "xor a, b", a, b);
        assertGives("f32[2, 2] = [1, 2, nan, nan]", "where a, x, z", a, "x: f32[2] = [1, 2]", "z: f32[] = nan");
        assertGives("i8[2, 1] = [-128, 127]", "where a, x, z", a, "x: i8[] = -128", "z: i8[] = 127");
        assertFails("condition of type f32[1], needed bool", "where x, x, x", "x: f32[1] = [1]");
        assertFails("choices of types f32[1] and i8[1], needed one type", "where a, x, z", a, "x: f32[1] = [1]",
                "z: i8[1] = [1]");
    }
}
