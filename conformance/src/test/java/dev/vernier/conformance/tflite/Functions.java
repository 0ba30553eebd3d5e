package dev.vernier.conformance.tflite;

import dev.vernier.graph.op.CodeTable;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Elu;
import dev.vernier.graph.op.Exp;
import dev.vernier.graph.op.HardSwish;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.LeakyRelu;
import dev.vernier.graph.op.Lookup;
import dev.vernier.graph.op.Quantize;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Sigmoid;
import dev.vernier.graph.op.Tanh;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.LeakyReluOptionsT;
import org.tensorflow.lite.schema.QuantizeOptionsT;

/// Functions of every code by itself.
final class Functions {
    private Functions() {}

    static Trial sigmoid(Draw draw, DType type) {
        Coded y = Coded.of(type, 1 / 256f, (int) type.min(), 256);
        return trial(draw, draw.activation(type, 256), y, BuiltinOperator.LOGISTIC,
                table -> table.of(new Sigmoid()).get());
    }

    static Trial tanh(Draw draw, DType type) {
        Coded y = Coded.of(type, 1 / 128f, type == DType.I8 ? 0 : 128, 256);
        return trial(draw, draw.activation(type, 256), y, BuiltinOperator.TANH, table -> table.of(new Tanh()).get());
    }

    static Trial exp(Draw draw) {
        Coded x = draw.activation(DType.I8, 256);
        return trial(draw, x, draw.near(DType.I8, 0.1f, 256), BuiltinOperator.EXP, table -> table.of(new Exp()).get());
    }

    static Trial elu(Draw draw) {
        Coded x = draw.activation(DType.I8, 256);
        return trial(draw, x, draw.near(DType.I8, x.scales()[0], 256), BuiltinOperator.ELU,
                table -> table.of(new Elu(1)).get());
    }

    static Trial hardSwish(Draw draw, DType type) {
        Coded x = draw.activation(type, 256);
        return trial(draw, x, draw.near(type, x.scales()[0] * 0.6f, 256), BuiltinOperator.HARD_SWISH,
                table -> table.of(new HardSwish()).get());
    }

    static Trial relu(Draw draw, DType type) {
        Coded x = draw.activation(type, 256);
        return trial(draw, x, draw.near(type, x.scales()[0], 256), BuiltinOperator.RELU,
                table -> table.of(new Relu()).get());
    }

    static Trial reluToSix(Draw draw, DType type) {
        Coded x = Coded.of(type, 0.03f * draw.between(1, 9), draw.between((int) type.min(), (int) type.max()), 256);
        return trial(draw, x, draw.near(type, x.scales()[0], 256), BuiltinOperator.RELU6, table -> table.clamped(0, 6));
    }

    static Trial leakyRelu(Draw draw, DType type) {
        Coded x = draw.activation(type, 256);
        Coded y = draw.near(type, x.scales()[0], 256);
        LeakyReluOptionsT options = new LeakyReluOptionsT();
        options.setAlpha(draw.between(0, 10) / 10f);
        return trial(draw, x, y, BuiltinOperator.LEAKY_RELU, BuiltinOptions.LeakyReluOptions, options,
                table -> table.of(new LeakyRelu(options.getAlpha())).get());
    }

    static Trial requantize(Draw draw, DType from, DType to) {
        Coded x = draw.activation(from, 256);
        Coded y = draw.chance(0.2)
                ? Coded.of(to, x.scales()[0],
                        (int) x.zeroPoints()[0] + (from == to ? 0 : from == DType.I8 ? 128 : -128), 256)
                : draw.near(to, x.scales()[0], 256);
        return trial(draw, x, y, BuiltinOperator.QUANTIZE, BuiltinOptions.QuantizeOptions, new QuantizeOptionsT(),
                CodeTable::requantized);
    }

    static Trial quantize(Draw draw, DType type, Contract contract) {
        Coded y = draw.activation(type, draw.between(1, 300));
        Tensor reals = draw.reals(y);
        LiteModel model = new LiteModel();
        model.operator(BuiltinOperator.QUANTIZE, 1, BuiltinOptions.QuantizeOptions, new QuantizeOptionsT(),
                List.of(model.input(Coded.plain(DType.F32, y.shape()))), model.output(y));
        List<Tensor> parameters = draw.parameters(y);
        return new Trial(model.bytes(), List.of(reals), new Quantize(type, 1, 0, contract),
                Inputs.of(reals, parameters.get(0), parameters.get(1)), false);
    }

    private interface Table {
        Tensor of(CodeTable table);
    }

    private static Trial trial(Draw draw, Coded x, Coded y, int code, Table table) {
        return trial(draw, x, y, code, BuiltinOptions.NONE, null, table);
    }

    private static Trial trial(
            Draw draw, Coded x, Coded y, int code, byte optionsType, Object options, Table table) {
        LiteModel model = new LiteModel();
        model.operator(code, code == BuiltinOperator.ELU || code == BuiltinOperator.HARD_SWISH ? 1 : 2, optionsType,
                options, List.of(model.input(x)), model.output(y));
        long[] all = new long[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = x.type().min() + i;
        }
        Tensor codes = Tensor.ofLongs(x.type(), Shape.of(all.length), all);
        Tensor made = table.of(new CodeTable(coding(x), coding(y)));
        return new Trial(model.bytes(), List.of(codes), new Lookup(), Inputs.of(codes, made), false);
    }

    private static CodeTable.Coding coding(Coded coded) {
        return new CodeTable.Coding(coded.type(), coded.scales()[0], (int) coded.zeroPoints()[0]);
    }
}
