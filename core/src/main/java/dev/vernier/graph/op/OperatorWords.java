package dev.vernier.graph.op;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The operators by the word that the text form has for them: the one place where a word becomes an operator.
final class OperatorWords {
    private static final Map<String, Function<Attributes, Op>> TABLE = Map.ofEntries(
            Map.entry("add", Add::from),
            Map.entry("average_pool", AveragePool::from),
            Map.entry("batch_norm", BatchNorm::from),
            Map.entry("cast", Cast::from),
            Map.entry("clip", Clip::from),
            Map.entry("concat", Concat::from),
            Map.entry("constant_of_shape", ConstantOfShape::from),
            Map.entry("conv", Conv::from),
            Map.entry("conv_integer", ConvInteger::from),
            Map.entry("conv_transpose", ConvTranspose::from),
            Map.entry("dequantize", Dequantize::from),
            Map.entry("div", Div::from),
            Map.entry("dropout", Dropout::from),
            Map.entry("dynamic_quantize", DynamicQuantize::from),
            Map.entry("erf", Erf::from),
            Map.entry("exp", Exp::from),
            Map.entry("expand", Expand::from),
            Map.entry("flatten", Flatten::from),
            Map.entry("gather", Gather::from),
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
            Map.entry("log_softmax", LogSoftmax::from),
            Map.entry("matmul", MatMul::from),
            Map.entry("matmul_integer", MatMulInteger::from),
            Map.entry("max_pool", MaxPool::from),
            Map.entry("mul", Mul::from),
            Map.entry("pad", Pad::from),
            Map.entry("qgemm", QGemm::from),
            Map.entry("qlinear_add", QLinearAdd::from),
            Map.entry("qlinear_average_pool", QLinearAveragePool::from),
            Map.entry("qlinear_conv", QLinearConv::from),
            Map.entry("qlinear_global_average_pool", QLinearGlobalAveragePool::from),
            Map.entry("qlinear_matmul", QLinearMatMul::from),
            Map.entry("quantize", Quantize::from),
            Map.entry("reduce_max", ReduceMax::from),
            Map.entry("reduce_mean", ReduceMean::from),
            Map.entry("relu", Relu::from),
            Map.entry("reshape", Reshape::from),
            Map.entry("resize", Resize::from),
            Map.entry("shape", ShapeOf::from),
            Map.entry("sigmoid", Sigmoid::from),
            Map.entry("slice", Slice::from),
            Map.entry("softmax", Softmax::from),
            Map.entry("squeeze", Squeeze::from),
            Map.entry("sub", Sub::from),
            Map.entry("tanh", Tanh::from),
            Map.entry("tile", Tile::from),
            Map.entry("transpose", Transpose::from),
            Map.entry("unsqueeze", Unsqueeze::from));

    private OperatorWords() {}

    static Op op(String word, Attributes attributes) {
        Function<Attributes, Op> from = TABLE.get(word);
        if (from == null) {
            throw new IllegalArgumentException(
                    "operator " + word + ", known: " + String.join(", ", new TreeMap<>(TABLE).keySet()));
        }
        try {
            return from.apply(attributes);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(word + ": " + unfit.getMessage(), unfit);
        }
    }
}
