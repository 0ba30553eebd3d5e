package dev.vernier.tflite;

import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Div;
import dev.vernier.graph.op.Elu;
import dev.vernier.graph.op.Exp;
import dev.vernier.graph.op.Gelu;
import dev.vernier.graph.op.HardSwish;
import dev.vernier.graph.op.LeakyRelu;
import dev.vernier.graph.op.Max;
import dev.vernier.graph.op.Min;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.PRelu;
import dev.vernier.graph.op.Pointwise;
import dev.vernier.graph.op.Pow;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Sigmoid;
import dev.vernier.graph.op.Sub;
import dev.vernier.graph.op.Tanh;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import java.util.Arrays;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.DivOptions;
import org.tensorflow.lite.schema.GeluOptions;
import org.tensorflow.lite.schema.LeakyReluOptions;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.SubOptions;

/// Operators on single elements, of one tensor or of several that broadcast.
final class ArithmeticReader {
    private final Draft draft;

    ArithmeticReader(Draft draft) {
        this.draft = draft;
    }

    void add(StoredOperator node) {
        binary(node, new Add(), node.option(BuiltinOptions.AddOptions, new AddOptions(),
                AddOptions::fusedActivationFunction, (byte) 0));
    }

    void subtract(StoredOperator node) {
        binary(node, new Sub(), node.option(BuiltinOptions.SubOptions, new SubOptions(),
                SubOptions::fusedActivationFunction, (byte) 0));
    }

    void multiply(StoredOperator node) {
        binary(node, new Mul(), node.option(BuiltinOptions.MulOptions, new MulOptions(),
                MulOptions::fusedActivationFunction, (byte) 0));
    }

    void divide(StoredOperator node) {
        binary(node, new Div(), node.option(BuiltinOptions.DivOptions, new DivOptions(),
                DivOptions::fusedActivationFunction, (byte) 0));
    }

    /// An operator of two operands without options.
    void binary(StoredOperator node) {
        binary(node, switch (node.code()) {
            case BuiltinOperator.MAXIMUM -> new Max();
            case BuiltinOperator.MINIMUM -> new Min();
            case BuiltinOperator.POW -> new Pow();
            case BuiltinOperator.PRELU -> new PRelu();
            default -> throw new IllegalStateException(node.name());
        }, (byte) 0);
    }

    void squaredDifference(StoredOperator node) {
        int place = node.output();
        String difference = draft.between(draft.wish(place) + "/difference", new Sub(), operand(node, 0),
                operand(node, 1));
        draft.make(place, new Mul(), difference, difference);
    }

    private void binary(StoredOperator node, Op op, byte function) {
        Fused.make(draft, node.output(), function, op, operand(node, 0), operand(node, 1));
    }

    /// An operand that broadcasts in the graph's layout as it does in the file's.
    private String operand(StoredOperator node, int input) {
        int place = node.input(input);
        Shape shape = draft.tensor(place).shape();
        int rank = draft.tensor(node.output()).rank();
        if (shape.rank() == rank || rank != ChannelsLast.TO_GRAPH.size() || shape.rank() == 0) {
            return draft.inGraph(place);
        }
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        System.arraycopy(shape.sizes(), 0, sizes, rank - shape.rank(), shape.rank());
        return draft.raised(place, Shape.of(sizes));
    }

    /// A function of one tensor.
    void unary(StoredOperator node) {
        int place = node.output();
        String x = draft.inGraph(node.input(0));
        switch (node.code()) {
            case BuiltinOperator.RELU -> draft.make(place, new Relu(), x);
            case BuiltinOperator.RELU6 -> Fused.clip(draft, place, x, 0, 6);
            case BuiltinOperator.RELU_N1_TO_1 -> Fused.clip(draft, place, x, -1, 1);
            case BuiltinOperator.RELU_0_TO_1 -> Fused.clip(draft, place, x, 0, 1);
            case BuiltinOperator.SQUARE -> draft.make(place, new Mul(), x, x);
            case BuiltinOperator.RSQRT -> draft.make(place, new Pointwise(Pointwise.Kind.RECIPROCAL),
                    draft.between(draft.wish(place) + "/root", new Pointwise(Pointwise.Kind.SQRT), x));
            default -> draft.make(place, function(node), x);
        }
    }

    private static Op function(StoredOperator node) {
        return switch (node.code()) {
            case BuiltinOperator.LOGISTIC -> new Sigmoid();
            case BuiltinOperator.TANH -> new Tanh();
            case BuiltinOperator.HARD_SWISH -> new HardSwish();
            case BuiltinOperator.LEAKY_RELU -> new LeakyRelu(node.option(BuiltinOptions.LeakyReluOptions,
                    new LeakyReluOptions(), LeakyReluOptions::alpha, 0f));
            case BuiltinOperator.ELU -> new Elu(1);
            case BuiltinOperator.GELU -> new Gelu(node.option(BuiltinOptions.GeluOptions, new GeluOptions(),
                    GeluOptions::approximate, false) ? Gelu.Approximation.TANH : Gelu.Approximation.NONE);
            case BuiltinOperator.EXP -> new Exp();
            case BuiltinOperator.ABS -> new Pointwise(Pointwise.Kind.ABS);
            case BuiltinOperator.NEG -> new Pointwise(Pointwise.Kind.NEG);
            case BuiltinOperator.SIGN -> new Pointwise(Pointwise.Kind.SIGN);
            case BuiltinOperator.CEIL -> new Pointwise(Pointwise.Kind.CEIL);
            case BuiltinOperator.FLOOR -> new Pointwise(Pointwise.Kind.FLOOR);
            case BuiltinOperator.ROUND -> new Pointwise(Pointwise.Kind.ROUND);
            case BuiltinOperator.SQRT -> new Pointwise(Pointwise.Kind.SQRT);
            case BuiltinOperator.LOG -> new Pointwise(Pointwise.Kind.LOG);
            case BuiltinOperator.SIN -> new Pointwise(Pointwise.Kind.SIN);
            case BuiltinOperator.COS -> new Pointwise(Pointwise.Kind.COS);
            default -> throw new IllegalStateException(node.name());
        };
    }
}
