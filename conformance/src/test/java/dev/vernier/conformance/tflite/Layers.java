package dev.vernier.conformance.tflite;

import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.DepthwiseConv2DOptionsT;
import org.tensorflow.lite.schema.FullyConnectedOptionsT;

/// Random layers with weights, as TensorFlow Lite has them and as Vernier's integer operators.
final class Layers {
    private static final int PER_CHANNEL = 3;

    private Layers() {}

    /// What depends on the type of the codes: signed weights are symmetric and have a scale for each channel or one.
    private record Weights(Coded coded, Tensor scale, Tensor zeroPoint) {}

    static Trial convolution(Draw draw, DType type, Contract contract, int groups) {
        int in = groups * draw.between(1, 9);
        int out = groups * draw.between(1, 20);
        int height = draw.between(1, 9);
        int width = draw.between(1, 9);
        int[] kernel = {draw.between(1, Math.min(4, height)), draw.between(1, Math.min(4, width))};
        int stride = draw.between(1, 3);
        boolean same = draw.chance(0.5);
        Coded x = draw.activation(type, draw.between(1, 3), height, width, in);
        int terms = in / groups * kernel[0] * kernel[1];
        Weights w = weights(draw, type, 0, out, kernel[0], kernel[1], in / groups);
        Conv2DOptionsT options = new Conv2DOptionsT();
        options.setStrideH(stride);
        options.setStrideW(stride);
        options.setDilationHFactor(1);
        options.setDilationWFactor(1);
        options.setPadding((byte) (same ? 0 : 1));
        Tensor codes = draw.codes(w.coded());
        return layer(draw, x, w, codes, codes, terms, BuiltinOperator.CONV_2D, BuiltinOptions.Conv2DOptions, options,
                output(window(kernel, stride, same), height, width, x.shape()[0], out),
                new QLinearConv(window(kernel, stride, same), groups, contract), 0);
    }

    static Trial depthwise(Draw draw, DType type, Contract contract) {
        int in = draw.between(2, 40);
        int multiplier = draw.between(1, 3);
        int height = draw.between(1, 9);
        int width = draw.between(1, 9);
        int[] kernel = {draw.between(1, Math.min(5, height)), draw.between(1, Math.min(5, width))};
        int stride = draw.between(1, 2);
        boolean same = draw.chance(0.5);
        Coded x = draw.activation(type, draw.between(1, 3), height, width, in);
        Weights w = weights(draw, type, PER_CHANNEL, 1, kernel[0], kernel[1], in * multiplier);
        DepthwiseConv2DOptionsT options = new DepthwiseConv2DOptionsT();
        options.setStrideH(stride);
        options.setStrideW(stride);
        options.setDilationHFactor(1);
        options.setDilationWFactor(1);
        options.setDepthMultiplier(multiplier);
        options.setPadding((byte) (same ? 0 : 1));
        Tensor codes = draw.codes(w.coded());
        return layer(draw, x, w, codes, Draw.transposed(codes, 3, 0, 1, 2), kernel[0] * kernel[1],
                BuiltinOperator.DEPTHWISE_CONV_2D, BuiltinOptions.DepthwiseConv2DOptions, options,
                output(window(kernel, stride, same), height, width, x.shape()[0], in * multiplier),
                new QLinearConv(window(kernel, stride, same), in, contract), 0);
    }

    static Trial product(Draw draw, DType type, Contract contract) {
        int in = draw.between(1, 70);
        int out = draw.between(1, 40);
        Coded x = draw.activation(type, draw.between(1, 9), in);
        Weights w = weights(draw, type, 0, out, in);
        Tensor codes = draw.codes(w.coded());
        return layer(draw, x, w, codes, codes, in, BuiltinOperator.FULLY_CONNECTED,
                BuiltinOptions.FullyConnectedOptions,
                new FullyConnectedOptionsT(), new int[] {x.shape()[0], out}, new QGemm(true, contract), 1);
    }

    private static Window window(int[] kernel, int stride, boolean same) {
        return new Window(List.of(kernel[0], kernel[1]), List.of(stride, stride), List.of(1, 1),
                same ? new Padding.Same(true) : Padding.none(2));
    }

    private static int[] output(Window window, int height, int width, int samples, int channels) {
        return new int[] {samples, window.outputs(0, height, false), window.outputs(1, width, false), channels};
    }

    private static Weights weights(Draw draw, DType type, int axis, int... shape) {
        if (type == DType.U8) {
            Coded coded = Coded.of(type, draw.scale(), draw.between(0, 255), shape);
            return new Weights(coded, Tensor.scalar(coded.scales()[0]), draw.scalar(type, (int) coded.zeroPoints()[0]));
        }
        float[] scales = new float[draw.chance(0.7) ? shape[axis] : 1];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = draw.scale();
        }
        return new Weights(Coded.perChannel(type, scales, axis, shape), Tensor.of(Shape.of(scales.length), scales),
                Tensor.ofLongs(type, Shape.of(scales.length), new long[scales.length]));
    }

    private static Trial layer(Draw draw, Coded x, Weights w, Tensor stored, Tensor codes, int terms, int code,
            byte optionsType, Object options, int[] shape, Op op, int biasAt) {
        float xScale = x.scales()[0];
        float[] wScales = w.coded().scales();
        boolean onTies = draw.chance(0.4);
        Coded y = onTies
                ? draw.result(x.type(), xScale * wScales[0], 1L << draw.between(4, 36), shape)
                : draw.result(x.type(), xScale * wScales[0], terms, shape);
        int channels = shape[shape.length - 1];
        float[] biasScales = new float[wScales.length];
        for (int i = 0; i < biasScales.length; i++) {
            biasScales[i] = xScale * wScales[i];
        }
        int spread = 1 << draw.between(1, 14);
        Tensor bias = Tensor.ofI32(Shape.of(channels), IntStream.range(0, channels)
                .map(i -> draw.between(-spread, spread)
                        + (onTies ? tie(draw, y, (double) xScale * wScales[wScales.length == 1 ? 0 : i]) : 0))
                .toArray());
        LiteModel model = new LiteModel();
        int in = model.input(x);
        int weight = model.constant(w.coded(), stored);
        int added = model.constant(Coded.perChannel(DType.I32, biasScales, 0, channels), bias);
        model.operator(code, 3, optionsType, options, List.of(in, weight, added), model.output(y));
        Tensor input = draw.codes(x);
        boolean image = shape.length == 4;
        Tensor xCodes = image ? Draw.channelsFirst(input) : input;
        Tensor wCodes = image && biasAt == 0 && code == BuiltinOperator.CONV_2D ? Draw.channelsFirst(codes) : codes;
        Tensor xZero = draw.scalar(x.type(), (int) x.zeroPoints()[0]);
        Tensor yZero = draw.scalar(y.type(), (int) y.zeroPoints()[0]);
        Inputs<Tensor> inputs = biasAt == 0
                ? Inputs.of(xCodes, Tensor.scalar(xScale), xZero, wCodes, w.scale(), w.zeroPoint(),
                        Tensor.scalar(y.scales()[0]), yZero, bias)
                : Inputs.of(xCodes, Tensor.scalar(xScale), xZero, wCodes, w.scale(), w.zeroPoint(), bias,
                        Tensor.scalar(y.scales()[0]), yZero);
        return new Trial(model.bytes(), List.of(input), op, inputs, image);
    }

    /// A sum of products that lies between two codes.
    private static int tie(Draw draw, Coded y, double unit) {
        return Math.clamp(Math.round((draw.between(-100, 100) + 0.5) * y.scales()[0] / unit), -1 << 30, 1 << 30);
    }
}
