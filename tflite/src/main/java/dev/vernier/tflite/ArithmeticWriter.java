package dev.vernier.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.BatchNorm;
import dev.vernier.graph.op.Elu;
import dev.vernier.graph.op.Erf;
import dev.vernier.graph.op.Exp;
import dev.vernier.graph.op.Gelu;
import dev.vernier.graph.op.HardSigmoid;
import dev.vernier.graph.op.HardSwish;
import dev.vernier.graph.op.LeakyRelu;
import dev.vernier.graph.op.LogSoftmax;
import dev.vernier.graph.op.Pointwise;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Sigmoid;
import dev.vernier.graph.op.Softmax;
import dev.vernier.graph.op.Tanh;
import dev.vernier.graph.op.ThresholdedRelu;
import dev.vernier.graph.op.UnaryFunction;
import dev.vernier.quant.Clamp;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.lite.schema.AddOptions;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.DivOptions;
import org.tensorflow.lite.schema.GeluOptions;
import org.tensorflow.lite.schema.LeakyReluOptions;
import org.tensorflow.lite.schema.MulOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;
import org.tensorflow.lite.schema.SubOptions;

/// Operators on single elements on their way out.
final class ArithmeticWriter {
    /// The codes of what softmax and sigmoid make, and of tanh (TensorFlow Lite's 8-bit quantization specification).
    private static final QParams SHARES = QParams.perTensor(DType.I8, 1 / 256f, -128);
    private static final QParams SIGNED = QParams.perTensor(DType.I8, 1 / 128f, 0);

    /// Functions whose first version takes codes.
    private static final Set<Integer> HAVE_ONE_VERSION =
            Set.of(BuiltinOperator.HARD_SWISH, BuiltinOperator.ELU, BuiltinOperator.RELU_N1_TO_1);

    private final Sheet sheet;

    ArithmeticWriter(Sheet sheet) {
        this.sheet = sheet;
    }

    void add(Node node, Target target) {
        fusing(node, target, BuiltinOperator.ADD, BuiltinOptions.AddOptions,
                AddOptions.createAddOptions(sheet.file().flat(), target.function(), true));
    }

    void subtract(Node node, Target target) {
        fusing(node, target, BuiltinOperator.SUB, BuiltinOptions.SubOptions,
                SubOptions.createSubOptions(sheet.file().flat(), target.function(), true));
    }

    void multiply(Node node, Target target) {
        fusing(node, target, BuiltinOperator.MUL, BuiltinOptions.MulOptions,
                MulOptions.createMulOptions(sheet.file().flat(), target.function()));
    }

    void divide(Node node, Target target) {
        fusing(node, target, BuiltinOperator.DIV, BuiltinOptions.DivOptions,
                DivOptions.createDivOptions(sheet.file().flat(), target.function()));
    }

    private void fusing(Node node, Target target, int code, byte kind, int options) {
        boolean coded = code != BuiltinOperator.DIV && sheet.areCoded(node.input(0), node.input(1), target.name());
        int[] from = {operand(node, 0, coded), operand(node, 1, coded)};
        sheet.file().operator(code, coded ? 2 : 1, kind, options, from, sheet.target(target.name(), coded));
    }

    /// An operator of two operands, on codes where all three share them.
    void choosing(Node node, int code) {
        binary(node, code, sheet.shareCodes(node.input(0), node.input(1), node.output()));
    }

    /// An operator of two operands on reals.
    void real(Node node, int code) {
        binary(node, code, false);
    }

    private void binary(Node node, int code, boolean coded) {
        int[] from = {operand(node, 0, coded), operand(node, 1, coded)};
        sheet.file().operator(code, coded ? 2 : 1, (byte) 0, 0, from, sheet.target(node.output(), coded));
    }

    /// An operand that broadcasts in the file's layout as it does in the graph's.
    private int operand(Node node, int input, boolean coded) {
        String name = node.input(input);
        Shape shape = sheet.shape(name);
        int rank = sheet.rank(node.output());
        if (rank != ChannelsLast.TO_STORED.size() || shape.rank() == rank || shape.rank() == 0) {
            return sheet.use(name, coded);
        }
        if (coded || !sheet.isKnown(name)) {
            throw new IllegalArgumentException("'" + name + "' of " + shape + " beside " + sheet.shape(node.output())
                    + ", needed as many axes");
        }
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        System.arraycopy(shape.sizes(), 0, sizes, rank - shape.rank(), shape.rank());
        Tensor value = sheet.isConstant(name) ? sheet.real(name) : sheet.value(name);
        return sheet.constant(name, ChannelsLast.stored(value.reshaped(Shape.of(sizes))));
    }

    void unary(Node node, UnaryFunction function) {
        FlatBufferBuilder flat = sheet.file().flat();
        switch (function) {
            case Relu _ -> plain(node, BuiltinOperator.RELU, true);
            case LeakyRelu(float alpha) -> {
                boolean coded = sheet.areCoded(node.input(0), node.output());
                one(node, BuiltinOperator.LEAKY_RELU, coded, BuiltinOptions.LeakyReluOptions,
                        LeakyReluOptions.createLeakyReluOptions(flat, alpha));
            }
            case Sigmoid _ -> fixed(node, BuiltinOperator.LOGISTIC, SHARES);
            case Tanh _ -> fixed(node, BuiltinOperator.TANH, SIGNED);
            case HardSwish _ -> plain(node, BuiltinOperator.HARD_SWISH, true);
            case Exp _ -> plain(node, BuiltinOperator.EXP, true);
            case Elu(float alpha) when alpha == 1 -> plain(node, BuiltinOperator.ELU, true);
            case Gelu(var approximation) -> one(node, BuiltinOperator.GELU,
                    sheet.areCoded(node.input(0), node.output()), BuiltinOptions.GeluOptions,
                    GeluOptions.createGeluOptions(flat, approximation == Gelu.Approximation.TANH));
            case HardSigmoid(float alpha, float beta) -> hardSigmoid(node, alpha, beta);
            case Pointwise(var kind) -> plain(node, code(kind), false);
            case Elu _,Erf _,ThresholdedRelu _ -> throw new IllegalArgumentException(
                    "a function that TensorFlow Lite does not have");
        }
    }

    private static int code(Pointwise.Kind kind) {
        return switch (kind) {
            case ABS -> BuiltinOperator.ABS;
            case NEG -> BuiltinOperator.NEG;
            case SIGN -> BuiltinOperator.SIGN;
            case CEIL -> BuiltinOperator.CEIL;
            case FLOOR -> BuiltinOperator.FLOOR;
            case ROUND -> BuiltinOperator.ROUND;
            case SQRT -> BuiltinOperator.SQRT;
            case LOG -> BuiltinOperator.LOG;
            case SIN -> BuiltinOperator.SIN;
            case COS -> BuiltinOperator.COS;
            case RECIPROCAL, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, SOFTPLUS, SOFTSIGN, MISH ->
                throw new IllegalArgumentException("a function that TensorFlow Lite does not have");
        };
    }

    private void plain(Node node, int code, boolean hasCodes) {
        one(node, code, hasCodes && sheet.areCoded(node.input(0), node.output()), (byte) 0, 0);
    }

    private void fixed(Node node, int code, QParams output) {
        one(node, code, sheet.areCoded(node.input(0)) && sheet.params(node.output()).equals(Optional.of(output)),
                (byte) 0, 0);
    }

    private void one(Node node, int code, boolean coded, byte kind, int options) {
        int x = sheet.use(node.input(0), coded);
        sheet.file().operator(code, coded && !HAVE_ONE_VERSION.contains(code) ? 2 : 1, kind, options, new int[] {x},
                sheet.target(node.output(), coded));
    }

    private void hardSigmoid(Node node, float alpha, float beta) {
        Shape stored = ChannelsLast.stored(sheet.shape(node.output()));
        FlatBufferBuilder flat = sheet.file().flat();
        int x = sheet.use(node.input(0), false);
        int slope = sheet.constant(node.output() + "/slope", Tensor.scalar(alpha));
        int scaled = sheet.between(node.output() + "/scaled", node.output(), false, stored);
        sheet.file().operator(BuiltinOperator.MUL, 1, BuiltinOptions.MulOptions,
                MulOptions.createMulOptions(flat, (byte) 0), new int[] {x, slope}, scaled);
        int offset = sheet.constant(node.output() + "/offset", Tensor.scalar(beta));
        int moved = sheet.between(node.output() + "/moved", node.output(), false, stored);
        sheet.file().operator(BuiltinOperator.ADD, 1, BuiltinOptions.AddOptions,
                AddOptions.createAddOptions(flat, (byte) 0, true), new int[] {scaled, offset}, moved);
        bounded(node, moved, new Clamp(0, 1), false);
    }

    /// The words that TensorFlow Lite has for a range, or else the larger and the smaller of two numbers.
    void clip(Node node) {
        Clamp clamp = Clamp.of(node, sheet.graph()).orElseThrow(
                () -> new IllegalArgumentException("bounds that are computed, needed constants"));
        int[] codes = {BuiltinOperator.RELU, BuiltinOperator.RELU_N1_TO_1, BuiltinOperator.RELU6};
        Optional<Byte> function = Target.function(clamp);
        if (function.isPresent()) {
            plain(node, codes[function.get() - 1], true);
        } else {
            boolean coded = sheet.shareCodes(node.input(0), node.output());
            bounded(node, sheet.use(node.input(0), coded), clamp, coded);
        }
    }

    private void bounded(Node node, int x, Clamp clamp, boolean coded) {
        boolean hasLow = clamp.low() != Float.NEGATIVE_INFINITY;
        boolean hasHigh = clamp.high() != Float.POSITIVE_INFINITY;
        int from = x;
        if (hasLow) {
            int low = bound(node, clamp.low(), coded);
            int to = hasHigh
                    ? sheet.between(node.output() + "/above", node.output(), coded,
                            ChannelsLast.stored(sheet.shape(node.output())))
                    : sheet.target(node.output(), coded);
            sheet.file().operator(BuiltinOperator.MAXIMUM, coded ? 2 : 1, (byte) 0, 0, new int[] {from, low}, to);
            from = to;
        }
        if (hasHigh) {
            int high = bound(node, clamp.high(), coded);
            sheet.file().operator(BuiltinOperator.MINIMUM, coded ? 2 : 1, (byte) 0, 0, new int[] {from, high},
                    sheet.target(node.output(), coded));
        } else if (!hasLow) {
            sheet.same(node.output(), node.input(0), coded);
        }
    }

    private int bound(Node node, float value, boolean coded) {
        if (!coded) {
            return sheet.constant(node.output() + "/bound", Tensor.scalar(value));
        }
        QParams params = sheet.params(node.output()).orElseThrow();
        return sheet.file().constant(sheet.fresh(node.output() + "/bound"),
                Tensor.ofLongs(DType.I8, Shape.SCALAR, params.code(value, 0)), Optional.of(params));
    }

    /// `x * factor + offset`, channel by channel.
    void batchNorm(Node node, BatchNorm norm) {
        if (sheet.rank(node.output()) != 4 && sheet.rank(node.output()) != 2) {
            throw new IllegalArgumentException("of " + sheet.shape(node.output()) + ", needed images or rows");
        }
        float[] gamma = sheet.real(node.input(1)).floats();
        float[] beta = sheet.real(node.input(2)).floats();
        float[] mean = sheet.real(node.input(3)).floats();
        float[] variance = sheet.real(node.input(4)).floats();
        float[] factors = new float[gamma.length];
        float[] offsets = new float[gamma.length];
        for (int c = 0; c < factors.length; c++) {
            factors[c] = (float) (gamma[c] / Math.sqrt(variance[c] + norm.epsilon()));
            offsets[c] = beta[c] - mean[c] * factors[c];
        }
        FlatBufferBuilder flat = sheet.file().flat();
        int x = sheet.use(node.input(0), false);
        int factor = sheet.constant(node.output() + "/factor", Tensor.of(Shape.of(factors.length), factors));
        int scaled = sheet.between(node.output() + "/scaled", node.output(), false,
                ChannelsLast.stored(sheet.shape(node.output())));
        sheet.file().operator(BuiltinOperator.MUL, 1, BuiltinOptions.MulOptions,
                MulOptions.createMulOptions(flat, (byte) 0), new int[] {x, factor}, scaled);
        int offset = sheet.constant(node.output() + "/offset", Tensor.of(Shape.of(offsets.length), offsets));
        sheet.file().operator(BuiltinOperator.ADD, 1, BuiltinOptions.AddOptions,
                AddOptions.createAddOptions(flat, (byte) 0, true), new int[] {scaled, offset},
                sheet.target(node.output(), false));
    }

    void softmax(Node node, Softmax softmax) {
        requireLast(node, softmax.axis());
        boolean coded = sheet.areCoded(node.input(0)) && sheet.params(node.output()).equals(Optional.of(SHARES));
        one(node, BuiltinOperator.SOFTMAX, coded, BuiltinOptions.SoftmaxOptions,
                SoftmaxOptions.createSoftmaxOptions(sheet.file().flat(), 1));
    }

    void logSoftmax(Node node, LogSoftmax softmax) {
        requireLast(node, softmax.axis());
        one(node, BuiltinOperator.LOG_SOFTMAX, false, (byte) 0, 0);
    }

    private void requireLast(Node node, int axis) {
        int rank = sheet.rank(node.input(0));
        if (ChannelsLast.stored(sheet.shape(node.input(0)).axis(axis), rank) != rank - 1) {
            throw new IllegalArgumentException("along axis " + axis + " of " + sheet.shape(node.input(0))
                    + ", needed the one that is last in the file");
        }
    }
}
