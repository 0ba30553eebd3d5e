package dev.vernier.conformance.tflite;

import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.QLinearAveragePool;
import dev.vernier.graph.op.QLinearSoftmax;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Pool2DOptionsT;
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
