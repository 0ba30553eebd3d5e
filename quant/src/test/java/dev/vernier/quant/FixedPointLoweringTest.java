package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.Quantize;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What TensorFlow Lite computes on codes stays on codes under its contracts.
class FixedPointLoweringTest {
    private static final String FUNCTIONS = """
            x: f32[n, 2, 4, 4]
            const axes: i64[2] = [2, 3]
            a = sigmoid x
            b = mul x, a
            c = sub b, x
            d = relu c
            e = add d, x
            f = average_pool e {kernel = [2, 2], stride = [2, 2]}
            g = reduce_mean f, axes {keep_axes = false}
            y = softmax g
            return y
            """;

    private static Quantization coded(DType type, String... tensors) {
        Quantization quantization = Quantization.NONE;
        for (int i = 0; i < tensors.length; i++) {
            quantization = quantization.with(tensors[i], QParams.perTensor(type, 0.25f / (i + 1), i));
        }
        return quantization;
    }

    private static List<String> words(Graph graph) {
        return graph.nodes().stream().map(node -> node.op().word()).toList();
    }

    @Test
    void computesOnCodesWhatTensorFlowLiteDoes() {
        Graph graph = Networks.graph(FUNCTIONS);
        Quantization quantization = coded(DType.I8, "x", "a", "b", "c", "d", "e", "f", "g", "y");
        quantization = quantization.with("f", quantization.parameters().get("e"));
        Graph integer = IntegerLowering.lower(graph, quantization, Contract.TFLITE);
        assertEquals(List.of("quantize", "lookup", "qlinear_mul", "qlinear_sub", "lookup", "qlinear_add",
                "qlinear_average_pool", "qlinear_mean", "qlinear_softmax", "dequantize"), words(integer));
        assertTrue(integer.nodes().stream().noneMatch(node -> node.op() instanceof QLinearAdd(Contract contract)
                && contract != Contract.TFLITE));
        assertEquals(new Quantize(DType.I8, 0, 0, Contract.TFLITE), integer.nodes().getFirst().op());
    }

    @Test
    void averagesInFloatBetweenCodesOfDifferentScales() {
        Graph graph = Networks.graph(FUNCTIONS);
        Quantization quantization = coded(DType.I8, "x", "a", "b", "c", "d", "e", "f", "g", "y");
        assertTrue(words(IntegerLowering.lower(graph, quantization, Contract.TFLITE)).contains("average_pool"));
    }

    @Test
    void keepsCodesOfSixteenBitsAsOnnxDefinesThem() {
        Graph graph = Networks.graph("""
                x: f32[n, 1, 2, 2]
                const w: f32[1, 1, 1, 1] = [1.0]
                c = conv x, w {kernel = [1, 1]}
                y = sigmoid c
                return y
                """);
        Quantization wide = coded(DType.I16, "x", "c", "y").with("w", QParams.perTensor(DType.I8, 0.01f, 0));
        Graph integer = IntegerLowering.lower(graph, wide, Contract.TFLITE);
        assertTrue(words(integer).contains("sigmoid"));
        assertTrue(integer.nodes().stream().anyMatch(node -> node.op() instanceof QLinearConv conv
                && conv.contract() == Contract.ONNX));
    }

    @Test
    void clampsAtBoundsWhoseTiesLieAwayFromZero() {
        Graph graph = Networks.graph("""
                x: f32[n, 1, 2, 2]
                const w: f32[1, 1, 1, 1] = [1.0]
                const low: f32[] = 0.0
                const high: f32[] = 2.5
                c = conv x, w {kernel = [1, 1]}
                y = clip c, low, high
                return y
                """);
        Quantization quantization = Quantization.NONE.with("x", QParams.perTensor(DType.I8, 1, 0))
                .with("w", QParams.perTensor(DType.I8, 1, 0)).with("y", QParams.perTensor(DType.I8, 1, 0));
        Graph integer = IntegerLowering.lower(graph, quantization, Contract.TFLITE);
        assertTrue(integer.constants().containsValue(Tensor.ofI8(Shape.SCALAR, (byte) 3)));
        Graph even = IntegerLowering.lower(graph, quantization, Contract.ONNX);
        assertTrue(even.constants().containsValue(Tensor.ofI8(Shape.SCALAR, (byte) 2)));
    }
}
