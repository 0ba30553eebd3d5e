package dev.vernier.tflite;

import dev.vernier.graph.op.ArgExtreme;
import dev.vernier.graph.op.Cast;
import dev.vernier.graph.op.GlobalAveragePool;
import dev.vernier.graph.op.LogSoftmax;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Reduce;
import dev.vernier.graph.op.ReduceMax;
import dev.vernier.graph.op.ReduceMean;
import dev.vernier.graph.op.Softmax;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ReducerOptions;
import org.tensorflow.lite.schema.SoftmaxOptions;

/// Operators along whole axes.
final class ReductionReader {
    private final Draft draft;

    ReductionReader(Draft draft) {
        this.draft = draft;
    }

    /// A mean over the axes of images, which are kept, is the pooling over all positions. Where they are not, TensorFlow Lite
    /// rounds otherwise.
    void mean(StoredOperator node) {
        int x = node.input(0);
        int place = node.output();
        int[] axes = axes(node);
        boolean keeps = keeps(node);
        if (draft.tensor(x).rank() != 4 || !Arrays.equals(axes, new int[] {1, 2})) {
            reduce(node, new ReduceMean(keeps, false));
        } else if (keeps) {
            draft.make(place, new GlobalAveragePool(), draft.inGraph(x));
        } else {
            draft.make(place, new ReduceMean(false, false), draft.inGraph(x),
                    draft.constant(draft.wish(place) + "/axes", Tensor.vector(2, 3)));
        }
    }

    void reduce(StoredOperator node) {
        boolean keeps = keeps(node);
        reduce(node, switch (node.code()) {
            case BuiltinOperator.SUM -> new Reduce(Reduce.Kind.SUM, keeps, false);
            case BuiltinOperator.REDUCE_PROD -> new Reduce(Reduce.Kind.PROD, keeps, false);
            case BuiltinOperator.REDUCE_MIN -> new Reduce(Reduce.Kind.MIN, keeps, false);
            case BuiltinOperator.REDUCE_MAX -> new ReduceMax(keeps, false);
            default -> throw new IllegalStateException(node.name());
        });
    }

    private void reduce(StoredOperator node, Op op) {
        draft.makeStored(node.output(), op, draft.stored(node.input(0)),
                draft.constant(draft.wish(node.output()) + "/axes", Sizes.vector(Arrays.stream(axes(node)))));
    }

    private int[] axes(StoredOperator node) {
        int rank = draft.tensor(node.input(0)).rank();
        return LongStream.of(draft.numbers(node.input(1)).longs()).mapToInt(axis -> Sizes.axis(axis, rank))
                .sorted().distinct().toArray();
    }

    private static boolean keeps(StoredOperator node) {
        return node.option(BuiltinOptions.ReducerOptions, new ReducerOptions(), ReducerOptions::keepDims, false);
    }

    void softmax(StoredOperator node) {
        float beta = node.option(BuiltinOptions.SoftmaxOptions, new SoftmaxOptions(), SoftmaxOptions::beta, 1f);
        String x = draft.inGraph(node.input(0));
        String scaled = beta == 1 ? x
                : draft.between(draft.wish(node.output()) + "/scaled", new Mul(), x,
                        draft.constant(draft.wish(node.output()) + "/beta", Tensor.scalar(beta)));
        draft.make(node.output(), new Softmax(last(node)), scaled);
    }

    void logSoftmax(StoredOperator node) {
        draft.make(node.output(), new LogSoftmax(last(node)), draft.inGraph(node.input(0)));
    }

    /// The last axis of the file, in the graph's layout.
    private int last(StoredOperator node) {
        int rank = draft.tensor(node.input(0)).rank();
        if (rank == 0) {
            throw new IllegalArgumentException("of a single number, needed an axis");
        }
        return ChannelsLast.inGraph(rank - 1, rank);
    }

    void argExtreme(StoredOperator node) {
        Tensor axis = draft.numbers(node.input(1));
        if (axis.size() != 1) {
            throw new IllegalArgumentException(axis.size() + " axes, needed one");
        }
        String largest = draft.between(draft.wish(node.output()) + "/index",
                new ArgExtreme(node.code() == BuiltinOperator.ARG_MAX,
                        Sizes.axis(axis.longAt(0), draft.tensor(node.input(0)).rank()), false, false),
                draft.stored(node.input(0)));
        draft.makeStored(node.output(), new Cast(draft.tensor(node.output()).type()), largest);
    }
}
