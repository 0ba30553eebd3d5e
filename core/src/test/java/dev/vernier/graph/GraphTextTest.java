package dev.vernier.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.op.ConstantOfShape;
import dev.vernier.graph.op.Identity;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTextTest {
    private static void assertRoundTrips(String text) {
        assertEquals(text, GraphText.print(GraphText.parse(text)));
    }

    @Test
    void printsWhatItParsed() {
        assertRoundTrips("""
                x: f32[n, 3, 8, 8]
                const pads: i64[4] = [0, 0, 1, 1]
                const value: f32[] = -0.5
                const axes: i32[2] = [-1, 2]
                p = pad x, pads, value, axes {mode = reflect} @ "a layer"
                t = transpose p {permutation = [0, 2, 3, 1]}
                d, _ = dropout t
                y, mask = dropout d, _, _
                return y, mask
                """);
    }

    @Test
    void keepsEveryKindOfElement() {
        assertRoundTrips("""
                const a: f32[5] = [1.0E-10, inf, -inf, nan, -0.0]
                const b: f64[2] = [0.1, 1.0E300]
                const c: u8[1, 2] = [0, 255]
                const d: i64[0] = []
                const e: bool[2] = [true, false]
                y = identity a
                return y, b, c, d, e
                """);
    }

    @Test
    void keepsTypedScalars() {
        assertRoundTrips("""
                const shape: i64[1] = [3]
                y = constant_of_shape shape {value = f32(inf)}
                z = constant_of_shape shape {value = i64(-7)}
                zero = constant_of_shape shape
                return y, z, zero
                """);
    }

    @Test
    void quotesNamesOfOtherCharacters() {
        List<String> names = List.of(
                "a b", "const", "return", "_", "quote\"back\\slash", "tab\tline\nend", "onnx::Shape_1", "é", "1.5'/x-");
        for (String name : names) {
            Graph graph = new Graph(
                    List.of(new Input(name, TensorType.of(DType.F32, 2))),
                    Map.of(),
                    List.of(new Node(name, new Identity(), List.of(name), List.of("y"))),
                    List.of("y", name));
            assertEquals(graph, GraphText.parse(GraphText.print(graph)));
        }
    }

    @Test
    void looksUpLargeConstantsByTheirHash() {
        Graph graph = GraphText.parse("""
                const w: f32[17] = random 7
                return w
                """);
        String text = GraphText.print(graph);
        assertEquals(graph, GraphText.parse(text, graph.constants()));
        assertFails(
                "line 1: constant 'w' with hash #" + GraphText.hash(graph.constants().get("w")) + " was not given",
                text);
        Map<String, Tensor> others = Map.of("w", Tensor.of(Shape.of(17), new float[17]));
        assertThrows(IllegalArgumentException.class, () -> GraphText.parse(text, others));
    }

    @Test
    void makesTheSameRandomValuesAgain() {
        String text = "const w: f32[3, 4] = random 7\nconst c: i8[9] = random 7\nreturn w, c\n";
        assertEquals(GraphText.parse(text), GraphText.parse(text));
    }

    @Test
    void namesTheLineOfAnError() {
        assertFails(
                "line 2: reads 'x', needed an input, a constant or a node before it that makes it",
                "z: f32[1]\ny = identity x\nreturn y");
        assertFails("line 2: tensor 'x' is made twice, needed one origin", "x: f32[1]\nx: f32[1]\nreturn x");
        assertFails(
                "line 3: cast: type = f33, known: f32, f64, i8, u8, i16, u16, i32, i64, i4, bool",
                "x: f32[1]\n\ny = cast x {to = f33}\nreturn y");
        assertFails(
                "line 2: flatten: attribute axes, known: axis", "x: f32[1]\ny = flatten x {axes = 1}\nreturn y");
        assertFails(
                "line 2: concat: attribute axis is absent, needed it", "x: f32[1]\ny = concat x\nreturn y");
        assertFails(
                "line 2: identity: attribute a, known: none", "x: f32[1]\ny = identity x {a = 1}\nreturn y");
        assertFails(
                "line 2: flatten: axis = nan, needed an integer", "x: f32[1]\ny = flatten x {axis = nan}\nreturn y");
        assertFails("line 1: 2 elements, needed 3 of shape [3]", "const x: f32[3] = [1, 2]\nreturn x");
        assertFails("line 1: element 1.5, needed i8", "const x: i8[1] = [1.5]\nreturn x");
        assertFails("line 1: value 300 at 0, needed i8", "const x: i8[1] = [300]\nreturn x");
        assertFails("line 2: the end of the line, needed a name", "x: f32[1]\nreturn");
        assertFails("line 1: ']', needed a word", "x: f32[1, ]\nreturn x");
        assertFails("line 2: end of the text, needed return", "x: f32[1]");
        assertFails("line 1: the end of the line, needed a closing quote", "\"x: f32[1]");
        assertFails("line 2: '}', needed the end of the line", "x: f32[1]\ny = identity x}\nreturn y");
    }

    private static void assertFails(String message, String text) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, () -> GraphText.parse(text)).getMessage());
    }

    @Test
    void keepsTheValueOfConstantOfShapeAsAScalar() {
        assertEquals(
                new ConstantOfShape(Tensor.vector(3)), new ConstantOfShape(Tensor.ofI64(Shape.SCALAR, 3)));
    }
}
