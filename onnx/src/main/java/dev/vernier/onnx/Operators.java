package dev.vernier.onnx;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// ONNX's operators: what each is called, how it is read, how it is written, and the opset since which it is there in that
/// form. The two halves stand in the same order.
final class Operators {
    private Operators() {}

    /// The operator of a node. Attributes of older opsets that are inputs today become constants of the graph.
    ///
    /// @param operator ONNX's name, with its domain where that is not ONNX's own
    /// @throws IllegalArgumentException where Vernier does not have the operator, or not with these attributes
    static Op read(String operator, NodeReader in) {
        NodeAttributes attributes = in.attributes();
        WindowReader windows = new WindowReader(in);
        NormalizationReader norms = new NormalizationReader(in);
        OlderForms older = new OlderForms(in);
        Decompositions decompositions = new Decompositions(in);
        QuantizedOperators quantized = new QuantizedOperators(in);
        return switch (operator) {
            case "Conv" -> new Conv(windows.convolution(1), windows.groups());
            case "ConvTranspose" -> windows.convTranspose();
            case "ConvInteger" -> new ConvInteger(windows.convolution(1), windows.groups());
            case "QLinearConv" -> new QLinearConv(windows.convolution(3), windows.groups());
            case "Gemm" -> new Gemm(attributes.number("alpha", 1), attributes.number("beta", 1),
                    attributes.flag("transA", false), attributes.flag("transB", false));
            case "MatMul" -> new MatMul();
            case "MatMulInteger" -> new MatMulInteger();
            case "QLinearMatMul" -> new QLinearMatMul();
            case "BatchNormalization" -> norms.batchNorm();
            case "LayerNormalization" -> norms.layerNorm();
            case "GroupNormalization" -> norms.groupNorm();
            case "InstanceNormalization" -> norms.instanceNorm();
            case "LRN" -> norms.localResponseNorm();
            case "MaxPool" -> new MaxPool(windows.pooling(), attributes.flag("ceil_mode", false),
                    attributes.flag("storage_order", false));
            case "AveragePool" -> new AveragePool(windows.pooling(), attributes.flag("ceil_mode", false),
                    attributes.flag("count_include_pad", false));
            case "GlobalMaxPool" -> new GlobalMaxPool();
            case "GlobalAveragePool" -> new GlobalAveragePool();
            case "Relu" -> new Relu();
            case "LeakyRelu" -> new LeakyRelu(attributes.number("alpha", 0.01f));
            case "Sigmoid" -> new Sigmoid();
            case "HardSigmoid" -> new HardSigmoid(attributes.number("alpha", 0.2f), attributes.number("beta", 0.5f));
            case "HardSwish" -> new HardSwish();
            case "Tanh" -> new Tanh();
            case "Exp" -> new Exp();
            case "Erf" -> new Erf();
            case "Gelu" -> new Gelu(
                    AttributeWords.of("approximate", Gelu.Approximation.class, attributes.word("approximate", "none")));
            case "Abs", "Neg", "Sign", "Ceil", "Floor", "Round", "Sqrt", "Reciprocal",
                    "Log", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh",
                    "Cosh", "Asinh", "Acosh", "Atanh", "Softplus", "Softsign", "Mish" ->
                new Pointwise(AttributeWords.named(Pointwise.Kind.class, operator));
            case "Elu" -> new Elu(attributes.number("alpha", 1));
            case "ThresholdedRelu" -> new ThresholdedRelu(attributes.number("alpha", 1));
            case "Selu" -> decompositions.selu();
            case "Celu" -> decompositions.celu();
            case "Swish" -> decompositions.swish();
            case "PRelu" -> new PRelu();
            case "Clip" -> older.clip();
            case "Add" -> new Add();
            case "Sub" -> new Sub();
            case "Mul" -> new Mul();
            case "Div" -> new Div();
            case "Pow" -> new Pow();
            case "Mod" -> new Mod(attributes.flag("fmod", false));
            case "Max" -> decompositions.bound(new Max());
            case "Min" -> decompositions.bound(new Min());
            case "Sum" -> decompositions.chain(new Add());
            case "Mean" -> decompositions.mean();
            case "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual" ->
                new Comparison(AttributeWords.named(Comparison.Relation.class, operator));
            case "And", "Or", "Xor" -> new Logical(AttributeWords.named(Logical.Connective.class, operator));
            case "Not" -> decompositions.not();
            case "Where" -> new Where();
            case "Concat" -> new Concat(attributes.integer("axis"));
            case "Flatten" -> new Flatten(attributes.integer("axis", 1));
            case "Reshape" -> new Reshape(attributes.flag("allowzero", false));
            case "Transpose" -> new Transpose(attributes.integers("perm").orElse(List.of()));
            case "Slice" -> older.slice();
            case "Pad" -> older.pad();
            case "Squeeze" -> older.withAxes(13, new Squeeze());
            case "Unsqueeze" -> older.withAxes(13, new Unsqueeze());
            case "ReduceMean" -> older.withAxes(18, new ReduceMean(
                    attributes.flag("keepdims", true), attributes.flag("noop_with_empty_axes", false)));
            case "ReduceMax" -> older.withAxes(18, new ReduceMax(
                    attributes.flag("keepdims", true), attributes.flag("noop_with_empty_axes", false)));
            case "ReduceSum" -> older.withAxes(13, reduce(operator, attributes));
            case "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum",
                    "ReduceLogSumExp" ->
                older.withAxes(18, reduce(operator, attributes));
            case "ArgMax", "ArgMin" -> new ArgExtreme(operator.equals("ArgMax"), attributes.integer("axis", 0),
                    attributes.flag("keepdims", true), attributes.flag("select_last_index", false));
            case "Softmax" -> older.softmax(Softmax::new);
            case "LogSoftmax" -> older.softmax(LogSoftmax::new);
            case "Gather" -> new Gather(attributes.integer("axis", 0));
            case "Shape" -> new ShapeOf(clamped(attributes.wide("start").orElse(0L)),
                    clamped(attributes.wide("end").orElse((long) Integer.MAX_VALUE)));
            case "ConstantOfShape" -> new ConstantOfShape(
                    attributes.tensor("value").map(in::tensor).orElse(Tensor.of(Shape.of(1), 0)));
            case "Size" -> decompositions.size();
            case "Range" -> new Range();
            case "CumSum" -> new CumSum(attributes.flag("exclusive", false), attributes.flag("reverse", false));
            case "TopK" -> older.topK();
            case "GatherND" -> new GatherNd(attributes.integer("batch_dims", 0));
            case "GatherElements" -> new GatherElements(attributes.integer("axis", 0));
            case "ScatterND" -> {
                attributes.require("reduction", "none");
                yield new ScatterNd();
            }
            case "ScatterElements" -> new ScatterElements(attributes.require("reduction", "none").integer("axis", 0));
            case "Trilu" -> new Trilu(attributes.flag("upper", true));
            case "DepthToSpace" -> decompositions.depthToSpace();
            case "SpaceToDepth" -> decompositions.spaceToDepth();
            case "Einsum" -> new Einsum(in).read();
            case "Expand" -> new Expand();
            case "Tile" -> new Tile();
            case "Cast" -> new Cast(
                    ElementType.of(attributes.ignore("saturate", "round_mode").integer("to")));
            case "Identity" -> new Identity();
            case "Dropout" -> {
                attributes.ignore("seed", "ratio");
                yield new Dropout();
            }
            case "Resize" -> new ResizeReader(in).resize();
            case "Upsample" -> new ResizeReader(in).upsample();
            case "QuantizeLinear", "com.microsoft.QuantizeLinear" -> quantized.quantize();
            case "DequantizeLinear", "com.microsoft.DequantizeLinear" -> quantized.dequantize();
            case "DynamicQuantizeLinear" -> new DynamicQuantize();
            case "com.microsoft.QGemm" -> quantized.gemm();
            case "com.microsoft.MatMulIntegerToFloat" -> quantized.matMulToReals();
            case "com.microsoft.QLinearAdd" -> new QLinearAdd();
            case "com.microsoft.QLinearMul" -> quantized.onReals(2, new Mul());
            case "com.microsoft.QLinearConcat" -> quantized.concat();
            case "com.microsoft.QLinearSigmoid" -> quantized.onReals(1, new Sigmoid());
            case "com.microsoft.QLinearLeakyRelu" ->
                quantized.onReals(1, new LeakyRelu(attributes.number("alpha", 0.01f)));
            case "com.microsoft.QLinearSoftmax" -> quantized.softmax();
            case "com.microsoft.QLinearAveragePool" -> quantized.averagePool(windows);
            case "com.microsoft.QLinearGlobalAveragePool" -> quantized.globalAveragePool();
            default -> throw new IllegalArgumentException("unknown operator");
        };
    }

    private static int clamped(long value) {
        return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static Reduce reduce(String operator, NodeAttributes attributes) {
        return new Reduce(AttributeWords.named(Reduce.Kind.class, operator.substring("Reduce".length())),
                attributes.flag("keepdims", true), attributes.flag("noop_with_empty_axes", false));
    }

    /// Writes a node's operator and attributes. ONNX has no word for an integer operator's contract: each runtime has its
    /// own.
    ///
    /// @param types the types of the graph's tensors
    static void write(Node node, Map<String, TensorType> types, NodeWriter out) {
        switch (node.op()) {
            case Conv(Window window, int groups) -> out.type("Conv").withWindow(window).withUnless(1, "group", groups);
            case ConvTranspose(Window window, int groups, List<Integer> outputPadding) ->
                out.type("ConvTranspose").withWindow(window)
                        .withUnless(1, "group", groups)
                        .withUnless(Collections.nCopies(window.spatialRank(), 0), "output_padding", outputPadding);
            case ConvInteger(Window window, int groups) ->
                out.type("ConvInteger").withWindow(window).withUnless(1, "group", groups);
            case QLinearConv(Window window, int groups, Contract _) ->
                out.type("QLinearConv").withWindow(window).withUnless(1, "group", groups);
            case Gemm(float alpha, float beta, boolean transposeA, boolean transposeB) ->
                out.type("Gemm").withUnless(1f, "alpha", alpha)
                        .withUnless(1, "beta", beta)
                        .withFlag("transA", transposeA)
                        .withFlag("transB", transposeB);
            case MatMul() -> out.type("MatMul");
            case MatMulInteger() -> out.type("MatMulInteger");
            case QLinearMatMul(Contract _) -> QuantizedOperators.write(node, out);
            case BatchNorm(float epsilon) -> out.type("BatchNormalization").withUnless(1e-5f, "epsilon", epsilon);
            case LayerNorm(int axis, float epsilon) -> out.type("LayerNormalization").since(17)
                    .withUnless(-1, "axis", axis)
                    .withUnless(1e-5f, "epsilon", epsilon);
            case GroupNorm(int groups, float epsilon) -> out.type("GroupNormalization").since(21)
                    .with("num_groups", groups)
                    .withUnless(1e-5f, "epsilon", epsilon);
            case LocalResponseNorm(int size, float alpha, float beta, float bias) -> out.type("LRN")
                    .with("size", size)
                    .withUnless(1e-4f, "alpha", alpha)
                    .withUnless(0.75f, "beta", beta)
                    .withUnless(1f, "bias", bias);
            case MaxPool(Window window, boolean ceil, boolean columnMajorIndices) ->
                out.type("MaxPool").withWindow(window)
                        .withFlag("ceil_mode", ceil)
                        .withFlag("storage_order", columnMajorIndices);
            case AveragePool(Window window, boolean ceil, boolean countPadding) ->
                out.type("AveragePool").sinceIf(window.dilations().stream().anyMatch(dilation -> dilation > 1), 19)
                        .withAveraging(window, ceil, countPadding);
            case GlobalMaxPool() -> out.type("GlobalMaxPool");
            case GlobalAveragePool() -> out.type("GlobalAveragePool");
            case Relu() -> out.type("Relu").sinceIf(isNarrow(node, types), 14);
            case LeakyRelu(float alpha) -> out.type("LeakyRelu").withUnless(0.01f, "alpha", alpha);
            case Sigmoid() -> out.type("Sigmoid");
            case HardSigmoid(float alpha, float beta) ->
                out.type("HardSigmoid").withUnless(0.2f, "alpha", alpha).withUnless(0.5f, "beta", beta);
            case HardSwish() -> out.type("HardSwish").since(14);
            case Tanh() -> out.type("Tanh");
            case Exp() -> out.type("Exp");
            case Erf() -> out.type("Erf");
            case Gelu(Gelu.Approximation approximation) ->
                out.type("Gelu").since(20).withUnless("none", "approximate", AttributeWords.word(approximation));
            case Pointwise(Pointwise.Kind kind) -> out.type(AttributeWords.name(kind))
                    .sinceIf(kind == Pointwise.Kind.MISH, 18);
            case Elu(float alpha) -> out.type("Elu").withUnless(1f, "alpha", alpha);
            case ThresholdedRelu(float alpha) -> out.type("ThresholdedRelu").withUnless(1f, "alpha", alpha);
            case PRelu() -> out.type("PRelu");
            case Clip() -> out.type("Clip");
            case Add() -> out.type("Add").sinceIf(isNarrow(node, types), 14);
            case Sub() -> out.type("Sub").sinceIf(isNarrow(node, types), 14);
            case Mul() -> out.type("Mul").sinceIf(isNarrow(node, types), 14);
            case Div() -> out.type("Div").sinceIf(isNarrow(node, types), 14);
            case Pow() -> out.type("Pow");
            case Mod(boolean isTruncated) -> out.type("Mod").withFlag("fmod", isTruncated);
            case Max() -> out.type("Max");
            case Min() -> out.type("Min");
            case Comparison(Comparison.Relation relation) -> out.type(AttributeWords.name(relation))
                    .sinceIf(relation == Comparison.Relation.LESS_OR_EQUAL
                            || relation == Comparison.Relation.GREATER_OR_EQUAL, 16);
            case Logical(Logical.Connective connective) -> out.type(AttributeWords.name(connective));
            case Where() -> out.type("Where");
            case Concat(int axis) -> out.type("Concat").with("axis", axis);
            case Flatten(int axis) -> out.type("Flatten").withUnless(1, "axis", axis);
            case Reshape(boolean allowZero) ->
                out.type("Reshape").sinceIf(allowZero, 14).withFlag("allowzero", allowZero);
            case Transpose(List<Integer> permutation) ->
                out.type("Transpose").withUnless(List.of(), "perm", permutation);
            case Slice() -> out.type("Slice");
            case Pad(Pad.Mode mode) -> out.type("Pad").sinceIf(!node.input(3).isEmpty(), 18)
                    .sinceIf(mode == Pad.Mode.WRAP, 19)
                    .withUnless("constant", "mode", AttributeWords.word(mode));
            case Squeeze() -> out.type("Squeeze");
            case Unsqueeze() -> out.type("Unsqueeze");
            case ReduceMean(boolean keepAxes, boolean noneMeansNone) ->
                out.type("ReduceMean").sinceIf(!node.input(1).isEmpty() || noneMeansNone, 18)
                        .withReduction(keepAxes, noneMeansNone);
            case ReduceMax(boolean keepAxes, boolean noneMeansNone) ->
                out.type("ReduceMax").sinceIf(!node.input(1).isEmpty() || noneMeansNone, 18)
                        .sinceIf(types.get(node.output()).dtype() == DType.BOOL, 20)
                        .withReduction(keepAxes, noneMeansNone);
            case Reduce(Reduce.Kind kind, boolean keepAxes, boolean noneMeansNone) ->
                out.type("Reduce" + AttributeWords.name(kind))
                        .sinceIf(kind != Reduce.Kind.SUM && (!node.input(1).isEmpty() || noneMeansNone), 18)
                        .sinceIf(types.get(node.output()).dtype() == DType.BOOL, 20)
                        .withReduction(keepAxes, noneMeansNone);
            case ArgExtreme(boolean largest, int axis, boolean keepAxis, boolean last) ->
                out.type(largest ? "ArgMax" : "ArgMin")
                        .withUnless(0, "axis", axis)
                        .withUnless(true, "keepdims", keepAxis)
                        .withFlag("select_last_index", last);
            case Softmax(int axis) -> out.type("Softmax").withUnless(-1, "axis", axis);
            case LogSoftmax(int axis) -> out.type("LogSoftmax").withUnless(-1, "axis", axis);
            case Gather(int axis) -> out.type("Gather").withUnless(0, "axis", axis);
            case ShapeOf(int from, int to) ->
                out.type("Shape").sinceIf(from != 0 || to != Integer.MAX_VALUE, 15)
                        .withUnless(0, "start", from)
                        .withUnless(Integer.MAX_VALUE, "end", to);
            case ConstantOfShape(Tensor value) ->
                out.type("ConstantOfShape").with("value", value.reshaped(Shape.of(1)));
            case Range() -> out.type("Range");
            case CumSum(boolean excludesItself, boolean fromTheEnd) ->
                out.type("CumSum").withFlag("exclusive", excludesItself).withFlag("reverse", fromTheEnd);
            case TopK(int axis, boolean largest) ->
                out.type("TopK").withUnless(-1, "axis", axis).withUnless(true, "largest", largest);
            case GatherNd(int batchAxes) -> out.type("GatherND").withUnless(0, "batch_dims", batchAxes);
            case GatherElements(int axis) -> out.type("GatherElements").withUnless(0, "axis", axis);
            case ScatterNd() -> out.type("ScatterND");
            case ScatterElements(int axis) -> out.type("ScatterElements").withUnless(0, "axis", axis);
            case Trilu(boolean upper) -> out.type("Trilu").since(14).withUnless(true, "upper", upper);
            case Expand() -> out.type("Expand");
            case Tile() -> out.type("Tile");
            case Cast(DType to) -> out.type("Cast").with("to", ElementType.code(to));
            case Identity() -> out.type("Identity");
            case Dropout() -> out.type("Dropout");
            case Resize resize -> write(resize, out);
            case Quantize(DType to, int axis, int blockSize, Contract _) -> {
                boolean named = to != DType.U8 && node.input(2).isEmpty();
                out.type("QuantizeLinear").sinceIf(named || blockSize != 0 || to.byteSize() > 1 || to == DType.I4, 21)
                        .withUnless(1, "axis", axis)
                        .withUnless(0, "block_size", blockSize)
                        .withUnless(0, "output_dtype", named ? ElementType.code(to) : 0);
            }
            case Dequantize(int axis, int blockSize) -> out.type("DequantizeLinear")
                    .sinceIf(blockSize != 0 || isNewer(types.get(node.input(0)).dtype()), 21)
                    .withUnless(1, "axis", axis)
                    .withUnless(0, "block_size", blockSize);
            case DynamicQuantize() -> out.type("DynamicQuantizeLinear");
            case QGemm(boolean transposeB, Contract _) -> out.microsoft("QGemm").withFlag("transB", transposeB);
            case QLinearAdd(Contract _) -> out.microsoft("QLinearAdd");
            case QLinearAveragePool(Window window, boolean ceil, boolean countPadding, Contract _) ->
                out.microsoft("QLinearAveragePool").withAveraging(window, ceil, countPadding);
            case QLinearGlobalAveragePool() -> out.microsoft("QLinearGlobalAveragePool");
            case QLinearMul() -> out.microsoft("QLinearMul");
            case QLinearSub _,QLinearMean _,Lookup _ -> throw new IllegalArgumentException(
                    node.op().word() + ", needed an operator that ONNX has a word for");
            case QLinearSoftmax(int axis) -> out.microsoft("QLinearSoftmax").with("axis", axis).with("opset", 13);
        }
    }

    private static void write(Resize resize, NodeWriter out) {
        boolean plain = resize.axes().isEmpty() && !resize.antialias()
                && resize.aspectRatio() == Resize.AspectRatio.STRETCH;
        out.type("Resize").sinceIf(!plain, 18)
                .sinceIf(resize.coordinates() == Resize.Coordinates.HALF_PIXEL_SYMMETRIC, 19)
                .withUnless("nearest", "mode", AttributeWords.word(resize.mode()))
                .withUnless("half_pixel", "coordinate_transformation_mode", AttributeWords.word(resize.coordinates()))
                .withUnless("round_prefer_floor", "nearest_mode", AttributeWords.word(resize.rounding()))
                .withUnless("stretch", "keep_aspect_ratio_policy", AttributeWords.word(resize.aspectRatio()))
                .withUnless(List.of(), "axes", resize.axes())
                .withFlag("antialias", resize.antialias())
                .withUnless(0, "extrapolation_value", resize.extrapolation())
                .withUnless(-0.75f, "cubic_coeff_a", resize.cubic());
    }

    private static boolean isNarrow(Node node, Map<String, TensorType> types) {
        return types.get(node.output()).dtype().byteSize() < 4;
    }

    private static boolean isNewer(DType codes) {
        return codes.byteSize() == 2 || codes == DType.I4;
    }
}
