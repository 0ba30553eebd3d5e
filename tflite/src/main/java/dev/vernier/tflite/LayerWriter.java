package dev.vernier.tflite;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvTranspose;
import dev.vernier.graph.op.Window;
import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptions;
import org.tensorflow.lite.schema.DepthwiseConv2DOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.TransposeConvOptions;

/// Layers on their way out: weights in the file's layout, biases in the unit of the sums.
final class LayerWriter {
    /// `[channels, 1, h, w]` as `[1, h, w, channels]`.
    private static final List<Integer> DEPTHWISE = List.of(1, 2, 3, 0);

    /// `[in, out, h, w]` as `[out, h, w, in]`.
    private static final List<Integer> TRANSPOSED = List.of(1, 2, 3, 0);

    private final Sheet sheet;
    private final Edges edges;

    LayerWriter(Sheet sheet) {
        this.sheet = sheet;
        this.edges = new Edges(sheet);
    }

    void convolution(Node node, Conv conv, Target target) {
        String x = node.input(0);
        requireImages(node, conv.window());
        int channels = sheet.shape(x).size(1);
        Shape weight = sheet.shape(node.input(1));
        boolean isDepthwise = conv.groups() == channels && weight.size(1) == 1 && channels > 1;
        boolean coded = isCoded(node, target, 0);
        Window window = conv.window();
        Edges.Padded padded = edges.zeros(x, coded, window);
        int[] from = operands(node, padded.tensor(), coded,
                isDepthwise ? DEPTHWISE : ChannelsLast.TO_STORED, true);
        int sh = window.strides().get(0);
        int sw = window.strides().get(1);
        int dh = window.dilations().get(0);
        int dw = window.dilations().get(1);
        int options = isDepthwise
                ? DepthwiseConv2DOptions.createDepthwiseConv2DOptions(sheet.file().flat(), padded.padding(), sw, sh,
                        weight.size(0) / channels, target.function(), dw, dh)
                : Conv2DOptions.createConv2DOptions(sheet.file().flat(), padded.padding(), sw, sh, target.function(),
                        dw, dh);
        sheet.file().operator(isDepthwise ? BuiltinOperator.DEPTHWISE_CONV_2D : BuiltinOperator.CONV_2D,
                coded ? 3 : conv.groups() > 1 && !isDepthwise ? 6 : dh * dw > 1 ? 2 : 1,
                isDepthwise ? BuiltinOptions.DepthwiseConv2DOptions : BuiltinOptions.Conv2DOptions, options, from,
                sheet.target(target.name(), coded));
    }

    void transposed(Node node, ConvTranspose conv, Target target) {
        requireImages(node, conv.window());
        Window window = conv.window();
        Shape x = sheet.shape(node.input(0));
        Shape y = sheet.shape(node.output());
        boolean isSame = true;
        boolean isValid = true;
        for (int axis = 0; axis < 2; axis++) {
            int in = x.size(axis + 2);
            int excess = Math.max(0, window.strides().get(axis) * (in - 1) + window.kernel().get(axis)
                    - y.size(axis + 2));
            isSame &= window.before(axis, in) == excess / 2 && y.size(axis + 2) == in * window.strides().get(axis);
            isValid &= window.before(axis, in) == 0 && excess == 0;
        }
        if (conv.groups() != 1 || window.dilations().stream().anyMatch(d -> d != 1) || !isSame && !isValid) {
            throw new IllegalArgumentException(
                    "groups, dilations or padding that TRANSPOSE_CONV does not have, needed one group and SAME or VALID");
        }
        int[] shape = ChannelsLast.stored(y).sizes();
        int[] operands = operands(node, sheet.use(node.input(0), false), false, TRANSPOSED, false);
        int[] from = new int[operands.length + 1];
        from[0] = sheet.numbers(node.output() + "/shape", Shape.of(4), shape);
        from[1] = operands[1];
        from[2] = operands[0];
        if (operands.length > 2) {
            from[3] = operands[2];
        }
        sheet.file().operator(BuiltinOperator.TRANSPOSE_CONV, from.length > 3 ? 3 : 1,
                BuiltinOptions.TransposeConvOptions,
                TransposeConvOptions.createTransposeConvOptions(sheet.file().flat(),
                        isSame ? Padding.SAME : Padding.VALID, window.strides().get(1), window.strides().get(0),
                        (byte) 0),
                from, sheet.target(node.output(), false));
    }

    /// A product with a constant matrix.
    ///
    /// @param order of the weights' axes that makes them `[out, in]`
    /// @param x the other operand, whose last axis is multiplied
    /// @param to what is made
    void product(Node node, List<Integer> order, boolean coded, int x, Target target, int to) {
        int[] from = operands(node, x, coded, order, false);
        sheet.file().operator(BuiltinOperator.FULLY_CONNECTED, coded ? from.length > 2 ? 4 : 6 : 1,
                BuiltinOptions.FullyConnectedOptions,
                FullyConnectedOptions.createFullyConnectedOptions(sheet.file().flat(), target.function(), (byte) 0,
                        sheet.rank(node.input(0)) > 2, false),
                from, to);
    }

    /// Whether a layer runs on codes: input, weights and output have them.
    boolean isCoded(Node node, Target target, int channelAxis) {
        return sheet.areCoded(node.input(0), target.name())
                && sheet.constantParams(node.input(1)).filter(params -> params.codes() == DType.I8
                        && params.isSymmetric()
                        && (params.axis().isEmpty() || params.axis().getAsInt() == channelAxis)).isPresent();
    }

    /// @param needsBias whether the kernel takes none without, so that zeros stand for an absent one
    private int[] operands(Node node, int x, boolean coded, List<Integer> order, boolean needsBias) {
        int weight = weight(node.input(1), coded, order);
        return needsBias || !node.input(2).isEmpty() ? new int[] {x, weight, bias(node, coded)} : new int[] {x, weight};
    }

    private int weight(String name, boolean coded, List<Integer> order) {
        if (!sheet.isConstant(name)) {
            throw new IllegalArgumentException("weights '" + name + "' that are computed, needed a constant");
        }
        if (!coded) {
            return sheet.constant(name, ChannelsLast.ordered(sheet.real(name), order));
        }
        QParams params = sheet.constantParams(name).orElseThrow();
        Tensor codes = Coding.codes(sheet.graph().constants().get(name), params);
        QParams turned = params.axis().isEmpty() ? params
                : new QParams(params.scale(), params.zeroPoint(),
                        OptionalInt.of(order.indexOf(params.axis().getAsInt())));
        return sheet.file().constant(sheet.fresh(name), ChannelsLast.ordered(codes, order), Optional.of(turned));
    }

    private int bias(Node node, boolean coded) {
        boolean isAbsent = node.input(2).isEmpty();
        String name = isAbsent ? node.output() + "/bias" : node.input(2);
        if (!isAbsent && !sheet.isKnown(name)) {
            throw new IllegalArgumentException("a bias '" + name + "' that is computed, needed a constant");
        }
        Tensor reals = isAbsent ? Tensor.of(Shape.of(sheet.shape(node.input(1)).size(0)),
                new float[sheet.shape(node.input(1)).size(0)]) : sheet.real(name);
        if (!coded) {
            return sheet.constant(name, reals);
        }
        float input = sheet.params(node.input(0)).orElseThrow().scale().floatAt(0);
        float[] scales = sheet.constantParams(node.input(1)).orElseThrow().scale().floats();
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] *= input;
        }
        QParams params = scales.length == 1
                ? QParams.perTensor(DType.I32, scales[0], 0)
                : QParams.perChannel(DType.I32, 0, scales, new long[scales.length]);
        return sheet.file().constant(sheet.fresh(name), Coding.codes(reals, params), Optional.of(params));
    }

    private void requireImages(Node node, Window window) {
        if (window.spatialRank() != 2) {
            throw new IllegalArgumentException(
                    "an input " + sheet.shape(node.input(0)) + ", needed images of two spatial axes");
        }
    }
}
