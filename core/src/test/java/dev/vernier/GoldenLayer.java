package dev.vernier;

import dev.vernier.file.Npz;
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
import java.util.Locale;
import java.util.Map;

/// PyTorch's own quantized layers, computed by its two engines; scales and zero points as `layers.json` has them.
public enum GoldenLayer {
    CONV_PAD_ONEDNN(0.03f, 119, 0.05f, 131),
    CONV_STRIDE_RELU_ONEDNN(0.025f, 100, 0.02f, 0),
    CONV_DEPTHWISE_ONEDNN(0.03f, 128, 0.03f, 120),
    CONV_1X1_ONEDNN(0.03f, 128, 0.04f, 128),
    LINEAR_ONEDNN(0.03f, 128, 0.05f, 128),
    CONV_PAD_QNNPACK(0.03f, 119, 0.05f, 131),
    CONV_STRIDE_RELU_QNNPACK(0.025f, 100, 0.02f, 0),
    CONV_DEPTHWISE_QNNPACK(0.03f, 128, 0.03f, 120),
    CONV_1X1_QNNPACK(0.03f, 128, 0.04f, 128),
    LINEAR_QNNPACK(0.03f, 128, 0.05f, 128);

    private final float xScale;
    private final int xZeroPoint;
    private final float yScale;
    private final int yZeroPoint;

    GoldenLayer(float xScale, int xZeroPoint, float yScale, int yZeroPoint) {
        this.xScale = xScale;
        this.xZeroPoint = xZeroPoint;
        this.yScale = yScale;
        this.yZeroPoint = yZeroPoint;
    }

    /// A layer with its operands, and the codes that PyTorch gives.
    public record Case(Op op, List<Tensor> operands, Tensor codes) {}

    /// Reads the layer; skips the calling test where its file is missing.
    public Case read() {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/layers.npz"));
        String name = name().toLowerCase(Locale.ROOT);
        Tensor weight = golden.get(name + "_w_codes");
        Tensor scales = floats(golden.get(name + "_w_scales"));
        List<Tensor> operands = new ArrayList<>(List.of(
                golden.get(name + "_x_codes"), Tensor.scalar(xScale), code(xZeroPoint),
                weight, scales, Tensor.ofI8(scales.shape(), new byte[scales.size()]),
                Tensor.scalar(yScale), code(yZeroPoint)));
        boolean linear = name.startsWith("linear");
        operands.add(linear ? 6 : 8, biasCodes(golden.get(name + "_bias"), scales));
        return new Case(linear ? new QGemm(true) : conv(name, weight.shape()), operands, golden.get(name + "_y_codes"));
    }

    private static Tensor code(int zeroPoint) {
        return Tensor.ofLongs(DType.U8, Shape.SCALAR, zeroPoint);
    }

    private static QLinearConv conv(String name, Shape weight) {
        List<Integer> padding = Collections.nCopies(2, name.contains("1x1") ? 0 : 1);
        List<Integer> strides = Collections.nCopies(2, name.contains("stride") ? 2 : 1);
        Window window = new Window(List.of(weight.size(2), weight.size(3)), strides, List.of(1, 1),
                new Padding.Explicit(padding, padding));
        return new QLinearConv(window, name.contains("depthwise") ? weight.size(0) : 1);
    }

    private static Tensor floats(Tensor doubles) {
        float[] values = new float[doubles.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) doubles.doubleAt(i);
        }
        return Tensor.of(doubles.shape(), values);
    }

    private Tensor biasCodes(Tensor bias, Tensor scales) {
        int[] codes = new int[bias.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Codes.of(bias.floatAt(i), xScale * scales.floatAt(i), 0, DType.I32);
        }
        return Tensor.ofI32(bias.shape(), codes);
    }
}
