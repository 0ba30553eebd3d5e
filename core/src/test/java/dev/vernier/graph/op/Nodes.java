package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Inference;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Cases of single nodes on constants, written as in the text form.
final class Nodes {
    private Nodes() {}

    /// What a node makes of constants such as `x: i8[2] = [1, 2]`.
    static Tensor value(String node, String... constants) {
        return Inference.at(graph(node, constants), 1).value("y").orElseThrow();
    }

    private static Graph graph(String node, String... constants) {
        String text = Arrays.stream(constants).map(line -> "const " + line + "\n").collect(Collectors.joining());
        return GraphText.parse(text + "y = " + node + "\nreturn y\n");
    }

    /// Asserts the type and every bit of what a node makes, but for the bits of NaN.
    static void assertGives(String expected, String node, String... constants) {
        Tensor tensor = GraphText.parse("const y: " + expected + "\nreturn y").constants().get("y");
        assertEquals(tensor, withOneNaN(value(node, constants)));
    }

    private static Tensor withOneNaN(Tensor tensor) {
        if (tensor.dtype() != DType.F32) {
            return tensor;
        }
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(values[i]) ? Float.NaN : values[i];
        }
        return Tensor.of(tensor.shape(), values);
    }

    /// Asserts a part of the message of what a node refuses.
    static void assertFails(String part, String node, String... constants) {
        String message = assertThrows(IllegalArgumentException.class, () -> value(node, constants)).getMessage();
        assertTrue(message.contains(part), message);
    }

    /// Asserts that a node's text is read back as it stands, no attribute more or less.
    static void assertRoundTrips(String node) {
        String text = "x: f32[n, 2, 8, 8]\ny = " + node + "\nreturn y\n";
        assertEquals(text, GraphText.print(GraphText.parse(text)));
    }
}
