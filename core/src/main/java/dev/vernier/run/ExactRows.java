package dev.vernier.run;

import dev.vernier.graph.Graph;
import dev.vernier.graph.op.*;

/// Whether a graph computes each sample exactly: every operator moves elements, takes the largest of some, adds integers,
/// or rounds each element for itself in a fixed order. No way to compute such a graph gives other bits, so its results
/// cannot depend on how many samples run together, on the kernel, or on the number of threads.
///
/// Float sums are not so: kernels choose their order by the shape of the whole problem. Functions that libraries
/// approximate are not so either.
public final class ExactRows {
    private ExactRows() {}

    public static boolean of(Graph graph) {
        return graph.nodes().stream().allMatch(node -> of(node.op()));
    }

    /// Whether an operator computes each sample exactly.
    public static boolean of(Op op) {
        return switch (op) {
            case ConvInteger _,MatMulInteger _,QLinearConv _,QLinearMatMul _,QGemm _,QLinearAdd _,QLinearAveragePool _,QLinearGlobalAveragePool _ ->
                true;
            case Quantize _,Dequantize _,Cast _ -> true;
            case Relu _,Clip _,Add _,Sub _,Mul _,Div _ -> true;
            case MaxPool _,GlobalMaxPool _ -> true;
            case Concat _,Flatten _,Reshape _,Transpose _,Slice _,Pad _,Squeeze _,Unsqueeze _,Gather _,ShapeOf _,ConstantOfShape _,Expand _,Identity _,Dropout _ ->
                true;
            case Conv _,Gemm _,MatMul _,AveragePool _,GlobalAveragePool _,ReduceMean _,Softmax _,Resize _ -> false;
            case BatchNorm _,LeakyRelu _,Sigmoid _,HardSigmoid _,HardSwish _,Tanh _ -> false;
            // its scale is that of all samples together
            case DynamicQuantize _ -> false;
        };
    }
}
