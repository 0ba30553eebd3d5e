package dev.vernier.graph.op;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The operators by the word that the text form has for them: the one place where a word becomes an operator.
final class OperatorWords {
    private static final Map<String, Function<Attributes, Op>> TABLE = table(Map.ofEntries(
            Map.entry("add", Add::from),
            Map.entry("arg_max", attributes -> ArgExtreme.from(true, attributes)),
            Map.entry("arg_min", attributes -> ArgExtreme.from(false, attributes)),
            Map.entry("average_pool", AveragePool::from),
            Map.entry("batch_norm", BatchNorm::from),
            Map.entry("cast", Cast::from),
            Map.entry("clip", Clip::from),
            Map.entry("concat", Concat::from),
            Map.entry("constant_of_shape", ConstantOfShape::from),
            Map.entry("conv", Conv::from),
            Map.entry("conv_integer", ConvInteger::from),
            Map.entry("conv_transpose", ConvTranspose::from),
            Map.entry("cum_sum", CumSum::from),
            Map.entry("dequantize", Dequantize::from),
            Map.entry("div", Div::from),
            Map.entry("dropout", Dropout::from),
            Map.entry("dynamic_quantize", DynamicQuantize::from),
            Map.entry("elu", Elu::from),
            Map.entry("erf", Erf::from),
            Map.entry("exp", Exp::from),
            Map.entry("expand", Expand::from),
            Map.entry("flatten", Flatten::from),
            Map.entry("gather", Gather::from),
            Map.entry("gather_elements", GatherElements::from),
            Map.entry("gather_nd", GatherNd::from),
            Map.entry("gelu", Gelu::from),
            Map.entry("gemm", Gemm::from),
            Map.entry("global_average_pool", GlobalAveragePool::from),
            Map.entry("global_max_pool", GlobalMaxPool::from),
            Map.entry("group_norm", GroupNorm::from),
            Map.entry("hard_sigmoid", HardSigmoid::from),
            Map.entry("hard_swish", HardSwish::from),
            Map.entry("identity", Identity::from),
            Map.entry("layer_norm", LayerNorm::from),
            Map.entry("leaky_relu", LeakyRelu::from),
            Map.entry("local_response_norm", LocalResponseNorm::from),
            Map.entry("log_softmax", LogSoftmax::from),
            Map.entry("matmul", MatMul::from),
            Map.entry("matmul_integer", MatMulInteger::from),
            Map.entry("max", Max::from),
            Map.entry("max_pool", MaxPool::from),
            Map.entry("min", Min::from),
            Map.entry("mod", Mod::from),
            Map.entry("mul", Mul::from),
            Map.entry("pad", Pad::from),
            Map.entry("pow", Pow::from),
            Map.entry("prelu", PRelu::from),
            Map.entry("qgemm", QGemm::from),
            Map.entry("qlinear_add", QLinearAdd::from),
            Map.entry("qlinear_average_pool", QLinearAveragePool::from),
            Map.entry("qlinear_conv", QLinearConv::from),
            Map.entry("qlinear_global_average_pool", QLinearGlobalAveragePool::from),
            Map.entry("qlinear_matmul", QLinearMatMul::from),
            Map.entry("lookup", Lookup::from),
            Map.entry("qlinear_mean", QLinearMean::from),
            Map.entry("qlinear_mul", QLinearMul::from),
            Map.entry("qlinear_sub", QLinearSub::from),
            Map.entry("qlinear_softmax", QLinearSoftmax::from),
            Map.entry("quantize", Quantize::from),
            Map.entry("range", Range::from),
            Map.entry("reduce_max", ReduceMax::from),
            Map.entry("reduce_mean", ReduceMean::from),
            Map.entry("relu", Relu::from),
            Map.entry("reshape", Reshape::from),
            Map.entry("resize", Resize::from),
            Map.entry("scatter_elements", ScatterElements::from),
            Map.entry("scatter_nd", ScatterNd::from),
            Map.entry("shape", ShapeOf::from),
            Map.entry("sigmoid", Sigmoid::from),
            Map.entry("slice", Slice::from),
            Map.entry("softmax", Softmax::from),
            Map.entry("squeeze", Squeeze::from),
            Map.entry("sub", Sub::from),
            Map.entry("tanh", Tanh::from),
            Map.entry("thresholded_relu", ThresholdedRelu::from),
            Map.entry("tile", Tile::from),
            Map.entry("top_k", TopK::from),
            Map.entry("transpose", Transpose::from),
            Map.entry("trilu", Trilu::from),
            Map.entry("unsqueeze", Unsqueeze::from),
            Map.entry("where", Where::from)));

    private OperatorWords() {}

    /// The operators with an entry each, and those whose word says which of a family they are.
    private static Map<String, Function<Attributes, Op>> table(Map<String, Function<Attributes, Op>> single) {
        Map<String, Function<Attributes, Op>> table = new TreeMap<>(single);
        for (Pointwise.Kind kind : Pointwise.Kind.values()) {
            table.put(kind.word(), attributes -> Pointwise.from(kind, attributes));
        }
        for (Reduce.Kind kind : Reduce.Kind.values()) {
            table.put(kind.word(), attributes -> Reduce.from(kind, attributes));
        }
        for (Comparison.Relation relation : Comparison.Relation.values()) {
            table.put(relation.word(), attributes -> Comparison.from(relation, attributes));
        }
        for (Logical.Connective connective : Logical.Connective.values()) {
            table.put(connective.word(), attributes -> Logical.from(connective, attributes));
        }
        return Collections.unmodifiableMap(table);
    }

    static Op op(String word, Attributes attributes) {
        Function<Attributes, Op> from = TABLE.get(word);
        if (from == null) {
            throw new IllegalArgumentException(
                    "operator " + word + ", known: " + String.join(", ", TABLE.keySet()));
        }
        try {
            return from.apply(attributes);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(word + ": " + unfit.getMessage(), unfit);
        }
    }
}
