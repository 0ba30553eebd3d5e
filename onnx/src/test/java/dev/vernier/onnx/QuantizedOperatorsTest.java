package dev.vernier.onnx;

import static dev.vernier.onnx.Models.attribute;
import static dev.vernier.onnx.Models.constant;
import static dev.vernier.onnx.Models.node;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// ONNX Runtime's operators on codes that are read as operators on reals.
class QuantizedOperatorsTest {
    private static Graph read(DType codes, NodeProto.Builder node, TensorProto... more) {
        ModelProto.Builder model = Models.of(13, Models.input("x", "n", 4), node.setDomain("com.microsoft"));
        model.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder()
                .setElemType(ElementType.code(codes));
        boolean signed = codes.min() < 0;
        for (TensorProto value : new TensorProto[] {
            constant("s", Tensor.scalar(0.5f)), constant("t", Tensor.scalar(0.25f)),
            constant("z", Tensor.ofLongs(codes, Shape.SCALAR, signed ? 0 : 128)),
            constant("o", Tensor.ofLongs(codes, Shape.SCALAR, signed ? -128 : 0))}) {
            model.getGraphBuilder().addInitializer(value);
        }
        model.getGraphBuilder().addAllInitializer(List.of(more));
        return OnnxReader.parse("model", model.build().toByteArray()).graph();
    }

    private static long[] codes(Graph graph, DType type, long... x) {
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            return session.run(Map.of("x", Tensor.ofLongs(type, Shape.of(1, 4), x))).get("y").longs();
        }
    }

    @Test
    void areOperatorsBetweenDequantizeAndQuantizeNodes() {
        Graph graph = read(DType.U8, node("QLinearMul", "y", "x", "s", "z", "x", "s", "z", "t", "o"));
        assertEquals("""
                x: u8[n, 4]
                const s: f32[] = 0.5
                const t: f32[] = 0.25
                const z: u8[] = 128
                const o: u8[] = 0
                y/operand0 = dequantize x, s, z
                y/operand1 = dequantize x, s, z
                y/reals = mul y/operand0, y/operand1
                y = quantize y/reals, t, o
                return y
                """, GraphText.print(graph));
    }

    @Test
    void multiplyCodesAndSaturate() {
        Graph unsigned = read(DType.U8, node("QLinearMul", "y", "x", "s", "z", "x", "s", "z", "t", "o"));
        assertArrayEquals(new long[] {255, 0, 1, 255}, codes(unsigned, DType.U8, 0, 128, 129, 255));
        Graph signed = read(DType.I8, node("QLinearMul", "y", "x", "s", "z", "x", "s", "z", "t", "o"));
        assertArrayEquals(new long[] {127, -128, -127, 127}, codes(signed, DType.I8, -128, 0, 1, 127));
    }

    @Test
    void concatenateCodesOfTwoScales() {
        Graph graph = read(DType.U8, node("QLinearConcat", "y", "t", "o", "x", "s", "z", "x", "t", "o")
                .addAttribute(attribute("axis", 1)));
        assertArrayEquals(new long[] {0, 0, 2, 254, 0, 128, 129, 255}, codes(graph, DType.U8, 0, 128, 129, 255));
    }

    @Test
    void takeFunctionsOfCodes() {
        Graph leaky = read(DType.I8, node("QLinearLeakyRelu", "y", "x", "s", "z", "s", "z")
                .addAttribute(attribute("alpha", 0.25f)));
        assertArrayEquals(new long[] {-32, 0, 1, 127}, codes(leaky, DType.I8, -128, 0, 1, 127));
        Graph sigmoid = read(DType.U8, node("QLinearSigmoid", "y", "x", "s", "z", "t", "o"));
        assertArrayEquals(new long[] {0, 2, 4, 4}, codes(sigmoid, DType.U8, 0, 128, 140, 255));
    }

    @Test
    void needNoZeroPointOfTheResult() {
        Graph graph = read(DType.I8, node("QLinearSigmoid", "y", "x", "s", "z", "t"));
        assertArrayEquals(new long[] {0, 2, 4, 4}, codes(graph, DType.I8, -128, 0, 12, 127));
    }

    @Test
    void takeTheSoftmaxOfAnOlderOpsetOverTheLastAxisAlone() {
        NodeProto.Builder last = node("QLinearSoftmax", "y", "x", "s", "z", "t", "o")
                .addAttribute(attribute("axis", 1)).addAttribute(attribute("opset", 11));
        assertEquals(4, LongStream.of(codes(read(DType.U8, last), DType.U8, 128, 128, 128, 128)).sum());
        NodeProto.Builder first = node("QLinearSoftmax", "y", "x", "s", "z", "t", "o")
                .addAttribute(attribute("axis", 0)).addAttribute(attribute("opset", 11));
        InputException refused = assertThrows(InputException.class, () -> read(DType.U8, first));
        assertTrue(refused.getMessage().contains("axis = 0 with opset = 11, needed the last axis"),
                refused.getMessage());
    }

    @Test
    void areRefusedWithoutTheirScales() {
        InputException refused = assertThrows(InputException.class,
                () -> read(DType.U8, node("QLinearMul", "y", "x", "s", "z", "x")));
        assertTrue(refused.getMessage().contains("4 inputs, needed at least 7"), refused.getMessage());
    }

    @Test
    void multiplyMatricesIntoRealsWithABias() {
        Graph graph = read(DType.U8, node("MatMulIntegerToFloat", "y", "x", "w", "s", "t", "z", "", "b"),
                constant("w", Tensor.ofI8(Shape.of(4, 1), (byte) 1, (byte) 2, (byte) 3, (byte) -4)),
                constant("b", Tensor.of(Shape.of(1), 1f)));
        assertEquals("""
                y/product = qlinear_matmul x, s, z, w, t, _
                y = add y/product, b
                return y
                """, GraphText.print(graph).replaceAll("(?m)^(x:|const ).*\\n", ""));
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            Tensor x = Tensor.ofLongs(DType.U8, Shape.of(1, 4), 0, 128, 138, 255);
            assertEquals(Tensor.of(Shape.of(1, 1), -74.75f), session.run(Map.of("x", x)).get("y"));
        }
    }
}
