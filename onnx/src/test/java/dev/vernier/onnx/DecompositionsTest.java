package dev.vernier.onnx;

import static dev.vernier.onnx.Models.attribute;
import static dev.vernier.onnx.Models.constant;
import static dev.vernier.onnx.Models.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Operators that are read as others beside each other.
class DecompositionsTest {
    private static Graph read(ModelProto.Builder model) {
        return Rewriter.run(OnnxReader.parse("model", model.build().toByteArray()).graph(), Folding.cleaning()).graph();
    }

    private static void assertReads(String expected, NodeProto.Builder node) {
        assertEquals(expected, GraphText.print(read(Models.of(18, Models.input("x", "n", 4, 2, 2), node))));
    }

    private static Tensor run(Graph graph, Tensor x) {
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            return session.run(Map.of("x", x)).get("y");
        }
    }

    @Test
    void readsSumsOfOneTwoAndThree() {
        assertReads("""
                x: f32[n, 4, 2, 2]
                y = identity x
                return y
                """, node("Sum", "y", "x"));
        assertReads("""
                x: f32[n, 4, 2, 2]
                y = max x, x
                return y
                """, node("Max", "y", "x", "x"));
        assertReads("""
                x: f32[n, 4, 2, 2]
                y/first2 = add x, x
                y = add y/first2, x
                return y
                """, node("Sum", "y", "x", "x", "x"));
    }

    @Test
    void readsABoundForMaxAndMinWithASingleConstant() {
        for (String operator : List.of("Max", "Min")) {
            ModelProto.Builder model = Models.of(13, Models.input("x", "n", 4), node(operator, "y", "c", "x"));
            model.getGraphBuilder().addInitializer(constant("c", Tensor.of(Shape.of(1, 1), 6)));
            String text = GraphText.print(read(model));
            assertTrue(text.contains(operator.equals("Max") ? "y = clip x, c\n" : "y = clip x, _, c\n"), text);
        }
        ModelProto.Builder wider = Models.of(13, Models.input("x", "n", 4), node("Max", "y", "x", "c"));
        wider.getGraphBuilder().addInitializer(constant("c", Tensor.of(Shape.of(1, 1, 1), 6)));
        assertTrue(
                GraphText.print(OnnxReader.parse("model", wider.build().toByteArray()).graph()).contains("max x, c"));
    }

    @Test
    void movesDepthToSpaceInEitherOrder() {
        Tensor x = Tensor.of(Shape.of(1, 4, 1, 1), 1, 2, 3, 4);
        for (String mode : List.of("DCR", "CRD")) {
            Graph graph = read(Models.of(13, Models.input("x", "n", 4, 1, 1), node("DepthToSpace", "y", "x")
                    .addAttribute(attribute("blocksize", 2)).addAttribute(attribute("mode", mode))));
            assertEquals(Tensor.of(Shape.of(1, 1, 2, 2), 1, 2, 3, 4), run(graph, x));
        }
        Tensor two = Tensor.of(Shape.of(1, 8, 1, 1), 1, 2, 3, 4, 5, 6, 7, 8);
        ModelProto.Builder last = Models.of(13, Models.input("x", "n", 8, 1, 1), node("DepthToSpace", "y", "x")
                .addAttribute(attribute("blocksize", 2)).addAttribute(attribute("mode", "CRD")));
        assertEquals(Tensor.of(Shape.of(1, 2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8), run(read(last), two));
        ModelProto.Builder first = Models.of(13, Models.input("x", "n", 8, 1, 1),
                node("DepthToSpace", "y", "x").addAttribute(attribute("blocksize", 2)));
        assertEquals(Tensor.of(Shape.of(1, 2, 2, 2), 1, 3, 5, 7, 2, 4, 6, 8), run(read(first), two));
    }

    @Test
    void movesSpaceToDepthForAnyBatch() {
        Graph graph = read(Models.of(13, Models.input("x", "n", 1, 2, 4),
                node("SpaceToDepth", "y", "x").addAttribute(attribute("blocksize", 2))));
        assertEquals(Tensor.of(Shape.of(2, 4, 1, 2), 1, 3, 2, 4, 5, 7, 6, 8, 11, 13, 12, 14, 15, 17, 16, 18),
                run(graph, Tensor.of(Shape.of(2, 1, 2, 4), 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18)));
    }

    @Test
    void refusesBlocksThatDoNotDivide() {
        String message = assertThrows(InputException.class, () -> read(Models.of(13, Models.input("x", "n", 1, 3, 4),
                node("SpaceToDepth", "y", "x").addAttribute(attribute("blocksize", 2))))).getMessage();
        assertTrue(message.contains("3 rows, needed a multiple of 2"), message);
    }

    @Test
    void sumsProductsByTheirLetters() {
        Tensor x = Tensor.of(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6);
        assertEquals(Tensor.of(Shape.of(1, 2, 2), 1, 5, 4, 11),
                einsum("bij,kj->bik", x, Tensor.of(Shape.of(2, 3), 1, 0, 0, 0, 1, 1)));
        assertEquals(Tensor.of(Shape.of(1, 2), 6, 15), einsum("bij, zj -> bi", x, Tensor.of(Shape.of(1, 3), 1, 1, 1)));
        assertEquals(Tensor.of(Shape.of(1), 13), einsum("bij,ij->b", x, Tensor.of(Shape.of(2, 3), 1, 0, 1, 1, 1, 0)));
        assertEquals(Tensor.of(Shape.of(1, 3, 2), 5, 10, 7, 14, 9, 18),
                einsum("bij,k->bjk", x, Tensor.of(Shape.of(2), 1, 2)));
    }

    private static Tensor einsum(String equation, Tensor x, Tensor w) {
        Shape shape = x.shape();
        ModelProto.Builder model = Models.of(13, Models.input("x", "n", shape.size(1), shape.size(2)),
                node("Einsum", "y", "x", "w").addAttribute(attribute("equation", equation)));
        model.getGraphBuilder().addInitializer(constant("w", w));
        return run(read(model), x);
    }

    @Test
    void refusesDiagonalsAndDots() {
        for (String equation : List.of("bii,ij->bj", "b...,ij->b", "bij->b", "bij,ij->bz")) {
            String message = assertThrows(InputException.class,
                    () -> einsum(equation, Tensor.of(Shape.of(1, 1, 1), 1), Tensor.of(Shape.of(1, 1), 1)))
                    .getMessage();
            assertTrue(message.contains("needed"), message);
        }
    }

    @Test
    void normalizesInstancesAsAGroupForEachChannel() {
        ModelProto.Builder model = Models.of(18, Models.input("x", "n", 4, 2, 2),
                node("InstanceNormalization", "y", "x", "scale", "bias"));
        model.getGraphBuilder().addInitializer(constant("scale", Tensor.of(Shape.of(4), 1, 1, 1, 1)))
                .addInitializer(constant("bias", Tensor.of(Shape.of(4), 0, 0, 0, 0)));
        assertTrue(GraphText.print(read(model)).contains("y = group_norm x, scale, bias {groups = 4}"));
    }

    @Test
    void normalizesASingleSampleInTrainingAsItself() {
        NodeProto.Builder training = node("BatchNormalization", "w", "k", "scale", "bias", "mean", "variance")
                .addOutput("new_mean").addOutput("new_variance").addAttribute(attribute("training_mode", 1));
        ModelProto.Builder model = Models.of(14, Models.input("x", "n", 1, 3), training, node("Add", "y", "x", "w"));
        model.getGraphBuilder().addInitializer(constant("k", Tensor.of(Shape.of(1, 1, 3), -1, 0, 1)));
        for (String name : List.of("scale", "bias", "mean", "variance")) {
            model.getGraphBuilder().addInitializer(constant(name, Tensor.of(Shape.of(1), 1)));
        }
        assertEquals(1 + 1.2247f, run(read(model), Tensor.of(Shape.of(1, 1, 3), 0, 0, 0)).floatAt(2), 1e-4f);
    }

    @Test
    void scalesExponentialsAsTheirAttributesSay() {
        Tensor x = Tensor.of(Shape.of(1, 1), -1);
        assertEquals(-1.1113307f, unary("Selu", x).floatAt(0), 1e-6f);
        assertEquals(-0.8646647f, unary("Celu", x, attribute("alpha", 0.5f)).floatAt(0) * 2, 1e-6f);
        assertEquals(-0.2689414f, unary("Swish", x).floatAt(0), 1e-6f);
    }

    private static Tensor unary(String operator, Tensor x, AttributeProto.Builder... attributes) {
        NodeProto.Builder node = node(operator, "y", "x");
        List.of(attributes).forEach(node::addAttribute);
        return run(read(Models.of(24, Models.input("x", "n", 1), node)), x);
    }
}
