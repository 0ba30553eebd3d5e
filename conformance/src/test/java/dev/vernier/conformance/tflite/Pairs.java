package dev.vernier.conformance.tflite;

import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.graph.op.QLinearMul;
import dev.vernier.graph.op.QLinearSub;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tensorflow.lite.schema.AddOptionsT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.MulOptionsT;
import org.tensorflow.lite.schema.SubOptionsT;

/// Random operators on two tensors of codes.
final class Pairs {
    private Pairs() {}

    static Trial add(Draw draw, DType type, Contract contract) {
        AddOptionsT options = new AddOptionsT();
        options.setPotScaleInt16(true);
        return pair(draw, type, BuiltinOperator.ADD, BuiltinOptions.AddOptions, options, new QLinearAdd(contract), 1);
    }

    static Trial subtract(Draw draw, DType type) {
        SubOptionsT options = new SubOptionsT();
        options.setPotScaleInt16(true);
        return pair(draw, type, BuiltinOperator.SUB, BuiltinOptions.SubOptions, options, new QLinearSub(), 1);
    }

    static Trial multiply(Draw draw, DType type) {
        return pair(draw, type, BuiltinOperator.MUL, BuiltinOptions.MulOptions, new MulOptionsT(), new QLinearMul(), 2);
    }

    /// @param power of a scale that the result has
    private static Trial pair(
            Draw draw, DType type, int code, byte optionsType, Object options, Op op, int power) {
        int[] left = sizes(draw);
        int[] right = draw.chance(0.7) ? left.clone() : broadcast(draw, left);
        boolean turned = draw.chance(0.3);
        float scale = draw.scale();
        Coded a = draw.near(type, scale, turned ? right : left);
        Coded b = draw.near(type, scale, turned ? left : right);
        Coded y = draw.near(type, (float) (power == 1 ? scale * 1.5 : scale * scale * 80), left);
        LiteModel model = new LiteModel();
        model.operator(code, 2, optionsType, options, List.of(model.input(a), model.input(b)), model.output(y));
        Tensor first = draw.codes(a);
        Tensor second = draw.codes(b);
        List<Tensor> inputs = new ArrayList<>(draw.coded(a, first));
        inputs.addAll(draw.coded(b, second));
        inputs.addAll(draw.parameters(y));
        return new Trial(model.bytes(), List.of(first, second), op, Inputs.of(inputs), false);
    }

    private static int[] sizes(Draw draw) {
        int[] sizes = new int[draw.between(1, 4)];
        Arrays.setAll(sizes, i -> draw.between(1, 9));
        return sizes;
    }

    private static int[] broadcast(Draw draw, int[] sizes) {
        if (draw.chance(0.3)) {
            return Collections.nCopies(sizes.length, 1).stream().mapToInt(Integer::intValue).toArray();
        }
        return Arrays.stream(sizes).map(size -> draw.chance(0.5) ? 1 : size).toArray();
    }
}
