package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.data.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
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
    void integerLayersGivePyTorchsCodes(String layer, float xScale, int xZeroPoint, float yScale, int yZeroPoint) {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/layers.npz"));
        Tensor x = golden.get(layer + "_x_codes");
        Tensor w = golden.get(layer + "_w_codes");
        Tensor wScales = floats(golden.get(layer + "_w_scales"));
        Tensor wZeroPoints = Tensor.ofI8(wScales.shape(), new byte[wScales.size()]);
        Tensor bias = biasCodes(golden.get(layer + "_bias"), xScale, wScales);
        Tensor xZero = Tensor.ofLongs(DType.U8, Shape.SCALAR, xZeroPoint);
        Tensor yZero = Tensor.ofLongs(DType.U8, Shape.SCALAR, yZeroPoint);
        Tensor actual = (layer.startsWith("linear")
                ? new QGemm(true).evaluate(Inputs.of(
                        x, Tensor.scalar(xScale), xZero, w, wScales, wZeroPoints, bias, Tensor.scalar(yScale), yZero))
                : conv(layer, w).evaluate(Inputs.of(
                        x, Tensor.scalar(xScale), xZero, w, wScales, wZeroPoints, Tensor.scalar(yScale), yZero, bias)))
                .getFirst();
        assertSameCodes(golden.get(layer + "_y_codes"), actual);
    }

    private static QLinearConv conv(String layer, Tensor w) {
        int padding = layer.contains("1x1") ? 0 : 1;
        int stride = layer.contains("stride") ? 2 : 1;
        Window window = new Window(
                List.of(w.shape().size(2), w.shape().size(3)),
                Collections.nCopies(2, stride),
                List.of(1, 1),
                new Padding.Explicit(Collections.nCopies(2, padding), Collections.nCopies(2, padding)));
        return new QLinearConv(window, layer.contains("depthwise") ? w.shape().size(0) : 1);
    }

    private static Tensor floats(Tensor doubles) {
        float[] values = new float[doubles.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) doubles.doubleAt(i);
        }
        return Tensor.of(doubles.shape(), values);
    }

    private static Tensor biasCodes(Tensor bias, float xScale, Tensor wScales) {
        int[] codes = new int[bias.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Codes.of(bias.floatAt(i), xScale * wScales.floatAt(i), 0, DType.I32);
        }
        return Tensor.ofI32(bias.shape(), codes);
    }

    private static void assertSameCodes(Tensor expected, Tensor actual) {
        assertEquals(TensorType.of(expected), TensorType.of(actual));
        int apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            long difference = Math.abs(expected.longAt(i) - actual.longAt(i));
            assertTrue(difference <= 1, "codes at " + i + " are " + difference + " apart");
            apart += (int) difference;
        }
        assertTrue(apart * 100 <= expected.size(), apart + " of " + expected.size() + " codes are one apart");
    }
}
