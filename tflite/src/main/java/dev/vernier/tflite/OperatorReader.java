package dev.vernier.tflite;

import dev.vernier.graph.op.Cast;
import dev.vernier.graph.op.Identity;
import dev.vernier.tensor.Tensor;
import java.util.Set;
import org.tensorflow.lite.schema.BuiltinOperator;

/// The operators of a file, one by one.
final class OperatorReader {
    private final Draft draft;
    private final Set<Integer> readOnce;
    private final WindowReader windows;
    private final ProductReader products;
    private final ArithmeticReader arithmetic;
    private final MovementReader movements;
    private final SliceReader slices;
    private final ReductionReader reductions;

    /// @param readOnce the tensors that one operator alone reads
    OperatorReader(Draft draft, Set<Integer> readOnce) {
        this.draft = draft;
        this.readOnce = readOnce;
        this.windows = new WindowReader(draft);
        this.products = new ProductReader(draft);
        this.arithmetic = new ArithmeticReader(draft);
        this.movements = new MovementReader(draft);
        this.slices = new SliceReader(draft);
        this.reductions = new ReductionReader(draft);
    }

    /// @throws IllegalArgumentException where it is not known, or its parts do not fit together
    void read(StoredOperator node) {
        switch (node.code()) {
            case BuiltinOperator.CONV_2D -> windows.convolution(node);
            case BuiltinOperator.DEPTHWISE_CONV_2D -> windows.depthwise(node);
            case BuiltinOperator.TRANSPOSE_CONV -> windows.transposed(node);
            case BuiltinOperator.AVERAGE_POOL_2D -> windows.averagePool(node);
            case BuiltinOperator.MAX_POOL_2D -> windows.maxPool(node);
            case BuiltinOperator.FULLY_CONNECTED -> products.fullyConnected(node);
            case BuiltinOperator.BATCH_MATMUL -> products.batchMatMul(node);
            case BuiltinOperator.ADD -> arithmetic.add(node);
            case BuiltinOperator.SUB -> arithmetic.subtract(node);
            case BuiltinOperator.MUL -> arithmetic.multiply(node);
            case BuiltinOperator.DIV -> arithmetic.divide(node);
            case BuiltinOperator.MAXIMUM, BuiltinOperator.MINIMUM, BuiltinOperator.POW, BuiltinOperator.PRELU ->
                arithmetic
                        .binary(node);
            case BuiltinOperator.SQUARED_DIFFERENCE -> arithmetic.squaredDifference(node);
            case BuiltinOperator.RELU, BuiltinOperator.RELU6, BuiltinOperator.RELU_N1_TO_1, BuiltinOperator.RELU_0_TO_1,
                    BuiltinOperator.SQUARE, BuiltinOperator.RSQRT, BuiltinOperator.LOGISTIC, BuiltinOperator.TANH,
                    BuiltinOperator.HARD_SWISH, BuiltinOperator.LEAKY_RELU, BuiltinOperator.ELU, BuiltinOperator.GELU,
                    BuiltinOperator.EXP, BuiltinOperator.ABS, BuiltinOperator.NEG, BuiltinOperator.SIGN,
                    BuiltinOperator.CEIL, BuiltinOperator.FLOOR, BuiltinOperator.ROUND, BuiltinOperator.SQRT,
                    BuiltinOperator.LOG, BuiltinOperator.SIN, BuiltinOperator.COS ->
                arithmetic
                        .unary(node);
            case BuiltinOperator.RESHAPE -> movements.reshape(node);
            case BuiltinOperator.SQUEEZE, BuiltinOperator.EXPAND_DIMS -> movements.reshapeAsDeclared(node);
            case BuiltinOperator.TRANSPOSE -> movements.transpose(node);
            case BuiltinOperator.CONCATENATION -> movements.concatenate(node);
            case BuiltinOperator.PACK -> movements.pack(node);
            case BuiltinOperator.PAD, BuiltinOperator.PADV2 -> movements.pad(node);
            case BuiltinOperator.MIRROR_PAD -> movements.mirrorPad(node);
            case BuiltinOperator.GATHER -> movements.gather(node);
            case BuiltinOperator.TILE -> movements.tile(node);
            case BuiltinOperator.BROADCAST_TO -> movements.broadcast(node);
            case BuiltinOperator.DEPTH_TO_SPACE -> movements.depthToSpace(node);
            case BuiltinOperator.SPACE_TO_DEPTH -> movements.spaceToDepth(node);
            case BuiltinOperator.RESIZE_BILINEAR -> movements.resizeBilinear(node);
            case BuiltinOperator.RESIZE_NEAREST_NEIGHBOR -> movements.resizeNearest(node);
            case BuiltinOperator.SLICE -> slices.slice(node);
            case BuiltinOperator.STRIDED_SLICE -> slices.stridedSlice(node);
            case BuiltinOperator.SPLIT -> slices.split(node);
            case BuiltinOperator.SPLIT_V -> slices.splitInSizes(node);
            case BuiltinOperator.UNPACK -> slices.unpack(node);
            case BuiltinOperator.MEAN -> reductions.mean(node);
            case BuiltinOperator.SUM, BuiltinOperator.REDUCE_PROD, BuiltinOperator.REDUCE_MIN,
                    BuiltinOperator.REDUCE_MAX ->
                reductions
                        .reduce(node);
            case BuiltinOperator.SOFTMAX -> reductions.softmax(node);
            case BuiltinOperator.LOG_SOFTMAX -> reductions.logSoftmax(node);
            case BuiltinOperator.ARG_MAX, BuiltinOperator.ARG_MIN -> reductions.argExtreme(node);
            case BuiltinOperator.SHAPE -> shape(node);
            case BuiltinOperator.CAST -> draft.make(node.output(), new Cast(draft.tensor(node.output()).type()),
                    draft.inGraph(node.input(0)));
            case BuiltinOperator.QUANTIZE -> quantize(node);
            case BuiltinOperator.DEQUANTIZE -> draft.same(node.output(), node.input(0));
            default -> throw new IllegalArgumentException("an operator that is not read");
        }
    }

    /// The shape that the file was made for.
    private void shape(StoredOperator node) {
        draft.makeConstant(node.output(), Tensor.ofI32(draft.tensor(node.output()).shape(),
                draft.tensor(node.input(0)).shape().sizes()));
    }

    /// Whether the codes that a QUANTIZE makes are of reals that nothing else reads.
    boolean areTheOnlyForm(StoredOperator node) {
        int x = node.input(0);
        return readOnce.contains(x) && draft.tensor(x).params().isEmpty() && !draft.tensor(x).isConstant();
    }

    /// Codes of reals that nothing else reads are those reals' own; others, and codes of codes, are a step of their own.
    private void quantize(StoredOperator node) {
        int x = node.input(0);
        if (draft.tensor(node.output()).params().isEmpty()) {
            throw new IllegalArgumentException("an output without a scale, needed one");
        }
        if (areTheOnlyForm(node)) {
            draft.codesOf(node.output(), x);
        } else {
            draft.make(node.output(), new Identity(), draft.inGraph(x));
        }
    }
}
