package dev.vernier.onnx;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.tensor.DType;
import java.util.Map;

/// The oldest version of ONNX's operators that holds a graph: the older a file, the more programs read it.
final class OpsetOf {
    private static final int LEAST = 13;

    private OpsetOf() {}

    static int graph(Graph graph, Map<String, TensorType> types) {
        return graph.nodes().stream().mapToInt(node -> node(node, types)).reduce(LEAST, Math::max);
    }

    /// The version of the file format that goes with an opset.
    static int irVersion(int opset) {
        return opset <= 18 ? 8 : opset <= 20 ? 9 : 10;
    }

    private static int node(Node node, Map<String, TensorType> types) {
        return switch (node.op()) {
            case Add _,Sub _,Mul _,Div _,Relu _ -> types.get(node.output()).dtype().byteSize() < 4 ? 14 : LEAST;
            case HardSwish _ -> 14;
            case Reshape(boolean allowZero) -> allowZero ? 14 : LEAST;
            case ShapeOf(int from, int to) -> from != 0 || to != Integer.MAX_VALUE ? 15 : LEAST;
            case Pad(Pad.Mode mode) -> mode == Pad.Mode.WRAP ? 19 : node.input(3).isEmpty() ? LEAST : 18;
            case ReduceMean(boolean keepAxes, boolean noneMeansNone) ->
                node.input(1).isEmpty() && !noneMeansNone ? LEAST : 18;
            case Resize resize -> resize(resize);
            case AveragePool(Window window, boolean ceil, boolean countPadding) ->
                window.dilations().stream().allMatch(dilation -> dilation == 1) ? LEAST : 19;
            case Quantize(DType to, int axis, int blockSize) ->
                blockSize != 0 || to.byteSize() > 1 || to == DType.I4 || to != DType.U8 && node.input(2).isEmpty() ? 21
                        : LEAST;
            case Dequantize(int axis, int blockSize) ->
                blockSize != 0 || isNewer(types.get(node.input(0)).dtype()) ? 21 : LEAST;
            case Conv _,Gemm _,MatMul _,BatchNorm _,MaxPool _,GlobalMaxPool _,GlobalAveragePool _ -> LEAST;
            case LeakyRelu _,Sigmoid _,HardSigmoid _,Tanh _,Clip _,Concat _,Flatten _,Transpose _ -> LEAST;
            case Slice _,Squeeze _,Unsqueeze _,Softmax _,Gather _,ConstantOfShape _,Expand _,Cast _ -> LEAST;
            case Identity _,Dropout _,DynamicQuantize _,ConvInteger _,MatMulInteger _,QLinearConv _ -> LEAST;
            case QLinearMatMul _,QGemm _,QLinearAdd _,QLinearAveragePool _,QLinearGlobalAveragePool _ -> LEAST;
        };
    }

    private static boolean isNewer(DType codes) {
        return codes.byteSize() == 2 || codes == DType.I4;
    }

    private static int resize(Resize resize) {
        if (resize.coordinates() == Resize.Coordinates.HALF_PIXEL_SYMMETRIC) {
            return 19;
        }
        boolean plain = resize.axes().isEmpty() && !resize.antialias()
                && resize.aspectRatio() == Resize.AspectRatio.STRETCH;
        return plain ? LEAST : 18;
    }
}
