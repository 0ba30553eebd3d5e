package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Inference;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Each case is a node and its constants, written as in the text form.
class DataMovementTest {
    private static Tensor value(String node, String... constants) {
        String text = Arrays.stream(constants).map(line -> "const " + line + "\n").collect(Collectors.joining());
        Graph graph = GraphText.parse(text + "y = " + node + "\nreturn y\n");
        return Inference.at(graph, 1).value("y").orElseThrow();
    }

    private static void assertGives(String expected, String node, String... constants) {
        Tensor tensor = GraphText.parse("const y: " + expected + "\nreturn y").constants().get("y");
        assertEquals(tensor, value(node, constants));
    }

    private static void assertFails(String part, String node, String... constants) {
        String message = assertThrows(IllegalArgumentException.class, () -> value(node, constants)).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static final String MATRIX = "x: i8[2, 3] = [1, 2, 3, 4, 5, 6]";
    private static final String VECTOR = "x: f32[4] = [1, 2, 3, 4]";

    @Test
    void joinsAlongAnAxis() {
        assertGives(
                "i8[2, 5] = [1, 2, 3, 7, 8, 4, 5, 6, 9, 10]",
                "concat x, a {axis = -1}", MATRIX, "a: i8[2, 2] = [7, 8, 9, 10]");
        assertGives("i8[2, 3] = [1, 2, 3, 4, 5, 6]", "concat x, a {axis = 0}", MATRIX, "a: i8[0, 3] = []");
        assertFails(
                "needed one type and the same sizes but along axis 0", "concat x, a {axis = 0}", MATRIX,
                "a: i8[1, 2] = [7, 8]");
        assertFails("needed one type", "concat x, a {axis = 0}", MATRIX, "a: u8[1, 3] = [7, 8, 9]");
        assertFails("needed one type", "concat x, a {axis = 1}", MATRIX, "a: i8[2] = [7, 8]");
    }

    @Test
    void flattensIntoAMatrix() {
        assertGives("i8[1, 6] = [1, 2, 3, 4, 5, 6]", "flatten x {axis = 0}", MATRIX);
        assertGives("i8[6, 1] = [1, 2, 3, 4, 5, 6]", "flatten x {axis = 2}", MATRIX);
        assertGives("i8[2, 3] = [1, 2, 3, 4, 5, 6]", "flatten x {axis = -1}", MATRIX);
        assertFails("axis = 3 of shape [2, 3], needed -2 to 2", "flatten x {axis = 3}", MATRIX);
    }

    @Test
    void reshapes() {
        assertGives("i8[2, 3, 1] = [1, 2, 3, 4, 5, 6]", "reshape x, s", MATRIX, "s: i64[3] = [0, -1, 1]");
        assertGives("i8[6] = [1, 2, 3, 4, 5, 6]", "reshape x, s", MATRIX, "s: i64[1] = [-1]");
        assertGives(
                "f32[0, 3] = []", "reshape x, s {allow_zero = true}", "x: f32[3, 0] = []", "s: i64[2] = [0, 3]");
        assertFails("shape [4, -1] of [2, 3] with 6 elements", "reshape x, s", MATRIX, "s: i64[2] = [4, -1]");
        assertFails("shape [-1, -1] of", "reshape x, s", MATRIX, "s: i64[2] = [-1, -1]");
        assertFails("shape [1, 2, 0] of", "reshape x, s", MATRIX, "s: i64[3] = [1, 2, 0]");
        assertFails(
                "size 9223372036854775807 at axis 0, needed 0 to 2147483647", "reshape x, s", MATRIX,
                "s: i64[2] = [9223372036854775807, 9223372036854775807]");
    }

    @Test
    void transposes() {
        assertGives("i8[3, 2] = [1, 4, 2, 5, 3, 6]", "transpose x", MATRIX);
        assertGives(
                "i8[2, 1, 3] = [1, 2, 3, 4, 5, 6]", "transpose x {permutation = [1, 0, 2]}",
                "x: i8[1, 2, 3] = [1, 2, 3, 4, 5, 6]");
        assertFails(
                "permutation = [0, 0], needed every axis from 0 once", "transpose x {permutation = [0, 0]}", MATRIX);
        assertFails("needed 2 axes", "transpose x {permutation = [0]}", MATRIX);
    }

    @Test
    void slices() {
        assertGives(
                "i8[2, 2] = [1, 3, 4, 6]", "slice x, a, b, c, d", MATRIX, "a: i64[1] = [0]", "b: i64[1] = [99]",
                "c: i64[1] = [-1]", "d: i64[1] = [2]");
        assertGives(
                "i8[1, 2] = [5, 6]", "slice x, a, b", MATRIX, "a: i64[2] = [1, -2]", "b: i64[2] = [2, 3]");
        assertGives(
                "f32[4] = [4, 3, 2, 1]", "slice x, a, b, _, d", VECTOR, "a: i64[1] = [-1]",
                "b: i64[1] = [-9223372036854775808]", "d: i64[1] = [-1]");
        assertGives(
                "f32[2] = [4, 1]", "slice x, a, b, _, d", VECTOR, "a: i64[1] = [99]", "b: i64[1] = [-99]",
                "d: i64[1] = [-3]");
        assertGives("f32[0] = []", "slice x, a, b", VECTOR, "a: i64[1] = [3]", "b: i64[1] = [2]");
        assertGives(
                "f32[0] = []", "slice x, a, b, _, d", "x: f32[0] = []", "a: i64[1] = [-1]", "b: i64[1] = [-9]",
                "d: i64[1] = [-1]");
        assertFails(
                "step 0", "slice x, a, b, _, d", VECTOR, "a: i64[1] = [0]", "b: i64[1] = [9]", "d: i64[1] = [0]");
        assertFails(
                "2 ends, needed as many as starts, 1", "slice x, a, b", VECTOR, "a: i64[1] = [0]",
                "b: i64[2] = [9, 9]");
        assertFails("axis 0 stands there twice", "slice x, a, a, a", VECTOR, "a: i64[2] = [0, 0]");
    }

    @Test
    void pads() {
        assertGives(
                "f32[7] = [9, 1, 2, 3, 4, 9, 9]", "pad x, p, v", VECTOR, "p: i64[2] = [1, 2]", "v: f32[] = 9");
        assertGives("f32[3] = [2, 3, 4]", "pad x, p", VECTOR, "p: i64[2] = [-1, 0]");
        assertGives(
                "f32[8] = [1, 1, 1, 2, 3, 4, 4, 4]", "pad x, p {mode = edge}", VECTOR, "p: i64[2] = [2, 2]");
        assertGives(
                "f32[8] = [3, 2, 1, 2, 3, 4, 3, 2]", "pad x, p {mode = reflect}", VECTOR, "p: i64[2] = [2, 2]");
        assertGives(
                "f32[8] = [3, 4, 1, 2, 3, 4, 1, 2]", "pad x, p {mode = wrap}", VECTOR, "p: i64[2] = [2, 2]");
        assertGives(
                "i8[2, 4] = [0, 1, 2, 3, 0, 4, 5, 6]", "pad x, p, _, a", MATRIX, "p: i64[2] = [1, 0]",
                "a: i64[1] = [-1]");
        assertFails("2 pads, needed as many as twice the axes, 4", "pad x, p", MATRIX, "p: i64[2] = [1, 0]");
        assertFails("needed 0 to", "pad x, p", VECTOR, "p: i64[2] = [-5, 0]");
        assertFails(
                "needed an element to repeat", "pad x, p {mode = edge}", "x: f32[0] = []", "p: i64[2] = [1, 0]");
        assertFails(
                "value of type i8[], needed one f32", "pad x, p, v", VECTOR, "p: i64[2] = [1, 2]", "v: i8[] = 9");
    }

    @Test
    void removesAndInsertsAxes() {
        assertGives("f32[2] = [1, 2]", "squeeze x", "x: f32[1, 2, 1] = [1, 2]");
        assertGives("f32[1, 2] = [1, 2]", "squeeze x, a", "x: f32[1, 2, 1] = [1, 2]", "a: i64[1] = [-1]");
        assertFails(
                "axis 1 of shape [1, 2, 1], needed one of size 1", "squeeze x, a", "x: f32[1, 2, 1] = [1, 2]",
                "a: i64[1] = [1]");
        assertGives("f32[1, 4, 1] = [1, 2, 3, 4]", "unsqueeze x, a", VECTOR, "a: i64[2] = [-1, 0]");
        assertFails("stands there twice", "unsqueeze x, a", VECTOR, "a: i64[2] = [0, -3]");
    }

    @Test
    void gathers() {
        assertGives("i8[2, 2, 1] = [3, 1, 6, 4]", "gather x, i {axis = 1}", MATRIX, "i: i64[2, 1] = [-1, 0]");
        assertGives("f32[] = 3", "gather x, i", VECTOR, "i: i32[] = 2");
        assertFails("index 4, needed -4 to 3", "gather x, i", VECTOR, "i: i32[] = 4");
    }

    @Test
    void givesAndFillsShapes() {
        assertGives("i64[2] = [2, 3]", "shape x", MATRIX);
        assertGives("i64[1] = [3]", "shape x {from = -1}", MATRIX);
        assertGives("i64[0] = []", "shape x {from = 2, to = 1}", MATRIX);
        assertGives("u8[2, 2] = [7, 7, 7, 7]", "constant_of_shape s {value = u8(7)}", "s: i64[2] = [2, 2]");
        assertGives("f32[] = 0", "constant_of_shape s", "s: i64[0] = []");
        assertFails("needed 0 to", "constant_of_shape s", "s: i64[1] = [-1]");
        assertGives("f32[2, 4] = [1, 2, 3, 4, 1, 2, 3, 4]", "expand x, s", VECTOR, "s: i64[2] = [2, 1]");
        assertFails("do not broadcast", "expand x, s", VECTOR, "s: i64[1] = [3]");
    }

    @Test
    void repeats() {
        assertGives("f32[8] = [1, 2, 3, 4, 1, 2, 3, 4]", "tile x, r", VECTOR, "r: i64[1] = [2]");
        assertGives("i8[2, 6] = [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]", "tile x, r", MATRIX, "r: i64[2] = [1, 2]");
        assertGives("i8[4, 1] = [-128, 127, -128, 127]", "tile x, r", "x: i8[2, 1] = [-128, 127]",
                "r: i64[2] = [2, 1]");
        assertGives("f32[] = 7", "tile x, r", "x: f32[] = 7", "r: i64[0] = []");
        assertGives("f32[0] = []", "tile x, r", VECTOR, "r: i64[1] = [0]");
        assertGives("f32[3, 0] = []", "tile x, r", "x: f32[1, 0] = []", "r: i64[2] = [3, 9]");
        assertFails("1 repeats, needed as many as axes, 2", "tile x, r", MATRIX, "r: i64[1] = [2]");
        assertFails("repeats -1 along axis 0, needed 0 to 2147483647", "tile x, r", VECTOR, "r: i64[1] = [-1]");
        assertFails("size 8589934588 at axis 0, needed 0 to 2147483647", "tile x, r", VECTOR,
                "r: i64[1] = [2147483647]");
    }

    @Test
    void converts() {
        assertGives("i8[4] = [1, -1, 0, -128]", "cast x {to = i8}", "x: f32[4] = [1.9, -1.9, 0.5, 128]");
        assertGives("u8[3] = [255, 0, 7]", "cast x {to = u8}", "x: i64[3] = [-1, 256, 7]");
        assertGives("f32[1] = [9.007199E15]", "cast x {to = f32}", "x: i64[1] = [9007199254740993]");
        assertGives("bool[3] = [true, false, true]", "cast x {to = bool}", "x: f32[3] = [0.1, -0.0, nan]");
        assertGives("f32[2] = [1, 0]", "cast x {to = f32}", "x: bool[2] = [true, false]");
        assertGives("f64[1] = [0.10000000149011612]", "cast x {to = f64}", "x: f32[1] = [0.1]");
    }

    @Test
    void movesNothingWhereTheOutputIsEmpty() {
        assertGives("f32[2147483647, 0] = []", "constant_of_shape s", "s: i64[2] = [2147483647, 0]");
        assertGives("f32[0, 2147483647] = []", "transpose x", "x: f32[2147483647, 0] = []");
        assertGives("f32[0, 3] = []", "pad x, p", "x: f32[0, 2] = []", "p: i64[4] = [0, 0, 0, 1]");
        assertGives("f32[2, 0] = []", "gather x, i {axis = 1}", "x: f32[2, 3] = [1, 2, 3, 4, 5, 6]", "i: i64[0] = []");
    }

    @Test
    void rejectsAnOutputOfMoreBytesThanAnArrayHolds() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new ConstantOfShape(Tensor.scalar(0)).evaluate(Inputs.of(Tensor.vector(1 << 30))));
        assertEquals("output f32[1073741824] of 4294967296 bytes, needed at most 2147483647", error.getMessage());
    }

    @Test
    void knowsDropoutAtInferenceOnly() {
        assertGives("f32[4] = [1, 2, 3, 4]", "dropout x", VECTOR);
        assertFails("needed false", "dropout x, _, t", VECTOR, "t: bool[] = true");
    }
}
