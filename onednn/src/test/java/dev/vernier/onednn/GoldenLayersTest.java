package dev.vernier.onednn;

import dev.vernier.Shared;
import dev.vernier.data.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Codes;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PyTorch's own quantized layers, computed by its two engines; scales and zero points as `layers.json` has them.
class GoldenLayersTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "conv_pad_onednn, 0.03, 119, 0.05, 131",
        "conv_stride_relu_onednn, 0.025, 100, 0.02, 0",
        "conv_depthwise_onednn, 0.03, 128, 0.03, 120",
        "conv_1x1_onednn, 0.03, 128, 0.04, 128",
        "linear_onednn, 0.03, 128, 0.05, 128",
        "conv_pad_qnnpack, 0.03, 119, 0.05, 131",
        "conv_stride_relu_qnnpack, 0.025, 100, 0.02, 0",
        "conv_depthwise_qnnpack, 0.03, 128, 0.03, 120",
        "conv_1x1_qnnpack, 0.03, 128, 0.04, 128",
        "linear_qnnpack, 0.03, 128, 0.05, 128",
    })
    void givesPyTorchsCodes(String layer, float xScale, int xZeroPoint, float yScale, int yZeroPoint) {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/layers.npz"));
        Tensor weight = golden.get(layer + "_w_codes");
        Tensor scales = floats(golden.get(layer + "_w_scales"));
        List<Tensor> operands = new ArrayList<>(List.of(
                golden.get(layer + "_x_codes"), Tensor.scalar(xScale), Cases.code(DType.U8, xZeroPoint),
                weight, scales, Tensor.ofI8(scales.shape(), new byte[scales.size()]),
                Tensor.scalar(yScale), Cases.code(DType.U8, yZeroPoint)));
        boolean linear = layer.startsWith("linear");
        operands.add(linear ? 6 : 8, biasCodes(golden.get(layer + "_bias"), xScale, scales));
        Op op = linear ? new QGemm(true) : conv(layer, weight.shape());
        Graph graph = Cases.graph(op, operands, 1);
        Cases.assertOneCode(layer, golden.get(layer + "_y_codes"), Cases.run(new OneDnnEngine(), graph, operands));
        Cases.assertExact(op, 1, operands.toArray(Tensor[]::new));
    }

    private static QLinearConv conv(String layer, Shape weight) {
        List<Integer> padding = Collections.nCopies(2, layer.contains("1x1") ? 0 : 1);
        List<Integer> strides = Collections.nCopies(2, layer.contains("stride") ? 2 : 1);
        Window window = new Window(List.of(weight.size(2), weight.size(3)), strides, List.of(1, 1),
                new Padding.Explicit(padding, padding));
        return new QLinearConv(window, layer.contains("depthwise") ? weight.size(0) : 1);
    }

    private static Tensor floats(Tensor doubles) {
        float[] values = new float[doubles.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) doubles.doubleAt(i);
        }
        return Tensor.of(doubles.shape(), values);
    }

    private static Tensor biasCodes(Tensor bias, float xScale, Tensor scales) {
        int[] codes = new int[bias.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Codes.of(bias.floatAt(i), xScale * scales.floatAt(i), 0, DType.I32);
        }
        return Tensor.ofI32(bias.shape(), codes);
    }
}
