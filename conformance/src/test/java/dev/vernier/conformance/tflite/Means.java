package dev.vernier.conformance.tflite;

import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.QLinearAveragePool;
import dev.vernier.graph.op.QLinearMean;
import dev.vernier.graph.op.QLinearSoftmax;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Pool2DOptionsT;
import org.tensorflow.lite.schema.ReducerOptionsT;
import org.tensorflow.lite.schema.SoftmaxOptionsT;

/// Random operators that sum up one tensor of codes.
final class Means {
    private Means() {}

    static Trial averagePool(Draw draw, DType type, Contract contract) {
        int height = draw.between(1, draw.chance(0.1) ? 40 : 9);
        int width = draw.between(1, draw.chance(0.1) ? 40 : 9);
        int[] kernel = {draw.between(1, height), draw.between(1, width)};
        int stride = draw.between(1, 3);
        boolean same = draw.chance(0.5);
        Window window = new Window(List.of(kernel[0], kernel[1]), List.of(stride, stride), List.of(1, 1),
                same ? new Padding.Same(true) : Padding.none(2));
        int samples = draw.between(1, 3);
        int channels = draw.between(1, 40);
        Coded x = draw.activation(type, samples, height, width, channels);
        Coded y = x.shaped(samples, window.outputs(0, height, false), window.outputs(1, width, false), channels);
        Pool2DOptionsT options = new Pool2DOptionsT();
        options.setFilterHeight(kernel[0]);
        options.setFilterWidth(kernel[1]);
        options.setStrideH(stride);
        options.setStrideW(stride);
        options.setPadding((byte) (same ? 0 : 1));
        LiteModel model = new LiteModel();
        model.operator(BuiltinOperator.AVERAGE_POOL_2D, 2, BuiltinOptions.Pool2DOptions, options,
                List.of(model.input(x)), model.output(y));
        Tensor codes = draw.codes(x);
        List<Tensor> inputs = new ArrayList<>(draw.coded(x, Draw.channelsFirst(codes)));
        inputs.addAll(draw.parameters(y));
        return new Trial(model.bytes(), List.of(codes), new QLinearAveragePool(window, false, false, contract),
                Inputs.of(inputs), true);
    }

    static Trial mean(Draw draw, DType type, Contract contract) {
        int[] sizes = {draw.between(1, 3), draw.between(1, 12), draw.between(1, 12), draw.between(1, 20)};
        List<Integer> axes = draw.chance(0.5) ? List.of(1, 2) : draw.chance(0.5) ? List.of(3) : List.of(2);
        boolean keep = axes.equals(List.of(2)) || draw.chance(0.5);
        Coded x = draw.activation(type, sizes);
        int[] kept = IntStream.range(0, sizes.length).filter(axis -> keep || !axes.contains(axis))
                .map(axis -> axes.contains(axis) ? 1 : sizes[axis]).toArray();
        Coded y = draw.chance(0.3) ? x.shaped(kept) : draw.near(type, x.scales()[0] / 3, kept);
        ReducerOptionsT options = new ReducerOptionsT();
        options.setKeepDims(keep);
        LiteModel model = new LiteModel();
        byte[] bytes = new byte[4 * axes.size()];
        IntStream.range(0, axes.size()).forEach(i -> bytes[4 * i] = axes.get(i).byteValue());
        Tensor list = Tensor.ofI64(Shape.of(axes.size()),
                axes.stream().mapToLong(axis -> axis == 3 ? 1 : axis + 1).toArray());
        Tensor stored = Tensor.ofI8(Shape.of(bytes.length), bytes);
        model.operator(BuiltinOperator.MEAN, 2, BuiltinOptions.ReducerOptions, options,
                List.of(model.input(x), model.constant(Coded.plain(DType.I32, axes.size()), stored)), model.output(y));
        Tensor codes = draw.codes(x);
        List<Tensor> inputs = new ArrayList<>(draw.coded(x, Draw.channelsFirst(codes)));
        inputs.add(1, list);
        inputs.addAll(draw.parameters(y));
        return new Trial(model.bytes(), List.of(codes), new QLinearMean(keep, contract), Inputs.of(inputs), keep);
    }

    static Trial softmax(Draw draw, DType type) {
        Coded x = Coded.of(type, draw.scale() * 4, draw.between((int) type.min(), (int) type.max()),
                draw.between(1, 20), draw.between(1, draw.chance(0.1) ? 1000 : 40));
        Coded y = Coded.of(type, 1 / 256f, (int) type.min(), x.shape());
        SoftmaxOptionsT options = new SoftmaxOptionsT();
        options.setBeta(1);
        LiteModel model = new LiteModel();
        model.operator(BuiltinOperator.SOFTMAX, 2, BuiltinOptions.SoftmaxOptions, options, List.of(model.input(x)),
                model.output(y));
        Tensor codes = draw.codes(x);
        List<Tensor> inputs = new ArrayList<>(draw.coded(x, codes));
        inputs.addAll(draw.parameters(y));
        return new Trial(model.bytes(), List.of(codes), new QLinearSoftmax(-1), Inputs.of(inputs), false);
    }
}
