package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// One node on its way out: attributes are written where they differ from ONNX's defaults. ONNX has no word for an
/// integer operator's contract: each runtime has its own.
final class NodeWriter {
    private static final String MICROSOFT = "com.microsoft";

    private final NodeProto.Builder proto = NodeProto.newBuilder();

    private NodeWriter() {}

    static NodeProto write(Node node) {
        NodeWriter writer = new NodeWriter();
        writer.proto.addAllInput(node.inputs()).addAllOutput(node.outputs());
        if (!node.name().equals(node.output())) {
            writer.proto.setName(node.name());
        }
        writer.write(node.op(), node.inputs().size() > 2 && !node.input(2).isEmpty());
        if (writer.proto.getName().isEmpty()) {
            writer.proto.clearName();
        }
        return writer.proto.build();
    }

    private void write(Op op, boolean hasThirdInput) {
        switch (op) {
            case Conv(Window window, int groups) -> type("Conv").withWindow(window).withUnless(1, "group", groups);
            case ConvInteger(Window window, int groups) ->
                type("ConvInteger").withWindow(window).withUnless(1, "group", groups);
            case QLinearConv(Window window, int groups, Contract _) ->
                type("QLinearConv").withWindow(window).withUnless(1, "group", groups);
            case Gemm(float alpha, float beta, boolean transposeA, boolean transposeB) ->
                type("Gemm").withUnless(1, "alpha", alpha)
                        .withUnless(1, "beta", beta)
                        .withFlag("transA", transposeA)
                        .withFlag("transB", transposeB);
            case MatMul() -> type("MatMul");
            case MatMulInteger() -> type("MatMulInteger");
            case QLinearMatMul() -> type("QLinearMatMul");
            case BatchNorm(float epsilon) -> type("BatchNormalization").withUnless(1e-5f, "epsilon", epsilon);
            case MaxPool(Window window, boolean ceil, boolean columnMajorIndices) ->
                type("MaxPool").withWindow(window)
                        .withFlag("ceil_mode", ceil)
                        .withFlag("storage_order", columnMajorIndices);
            case AveragePool(Window window, boolean ceil, boolean countPadding) ->
                type("AveragePool").withAveraging(window, ceil, countPadding);
            case GlobalMaxPool() -> type("GlobalMaxPool");
            case GlobalAveragePool() -> type("GlobalAveragePool");
            case Relu() -> type("Relu");
            case LeakyRelu(float alpha) -> type("LeakyRelu").withUnless(0.01f, "alpha", alpha);
            case Sigmoid() -> type("Sigmoid");
            case HardSigmoid(float alpha, float beta) ->
                type("HardSigmoid").withUnless(0.2f, "alpha", alpha).withUnless(0.5f, "beta", beta);
            case HardSwish() -> type("HardSwish");
            case Tanh() -> type("Tanh");
            case Clip() -> type("Clip");
            case Add() -> type("Add");
            case Sub() -> type("Sub");
            case Mul() -> type("Mul");
            case Div() -> type("Div");
            case Concat(int axis) -> type("Concat").with("axis", axis);
            case Flatten(int axis) -> type("Flatten").withUnless(1, "axis", axis);
            case Reshape(boolean allowZero) -> type("Reshape").withFlag("allowzero", allowZero);
            case Transpose(List<Integer> permutation) -> type("Transpose").withUnless(List.of(), "perm", permutation);
            case Slice() -> type("Slice");
            case Pad(Pad.Mode mode) -> type("Pad").withUnless("constant", "mode", Words.word(mode));
            case Squeeze() -> type("Squeeze");
            case Unsqueeze() -> type("Unsqueeze");
            case ReduceMean(boolean keepAxes, boolean noneMeansNone) ->
                type("ReduceMean").withUnless(1, "keepdims", keepAxes ? 1 : 0)
                        .withFlag("noop_with_empty_axes", noneMeansNone);
            case Softmax(int axis) -> type("Softmax").withUnless(-1, "axis", axis);
            case Gather(int axis) -> type("Gather").withUnless(0, "axis", axis);
            case ShapeOf(int from, int to) ->
                type("Shape").withUnless(0, "start", from).withUnless(Integer.MAX_VALUE, "end", to);
            case ConstantOfShape(Tensor value) ->
                type("ConstantOfShape").with("value", value.reshaped(Shape.of(1)));
            case Expand() -> type("Expand");
            case Cast(DType to) -> type("Cast").with("to", ElementType.code(to));
            case Identity() -> type("Identity");
            case Dropout() -> type("Dropout");
            case Resize resize -> type("Resize").withResize(resize);
            case Quantize(DType to, int axis, int blockSize) -> type("QuantizeLinear").withUnless(1, "axis", axis)
                    .withUnless(0, "block_size", blockSize)
                    .withUnless(0, "output_dtype", hasThirdInput || to == DType.U8 ? 0 : ElementType.code(to));
            case Dequantize(int axis, int blockSize) ->
                type("DequantizeLinear").withUnless(1, "axis", axis).withUnless(0, "block_size", blockSize);
            case DynamicQuantize() -> type("DynamicQuantizeLinear");
            case QGemm(boolean transposeB, Contract _) -> microsoft("QGemm").withFlag("transB", transposeB);
            case QLinearAdd(Contract _) -> microsoft("QLinearAdd");
            case QLinearAveragePool(Window window, boolean ceil, boolean countPadding) ->
                microsoft("QLinearAveragePool").withAveraging(window, ceil, countPadding);
            case QLinearGlobalAveragePool() -> microsoft("QLinearGlobalAveragePool");
        }
    }

    private NodeWriter type(String operator) {
        proto.setOpType(operator);
        return this;
    }

    private NodeWriter microsoft(String operator) {
        proto.setDomain(MICROSOFT);
        return type(operator);
    }

    private NodeWriter withWindow(Window window) {
        Windows.write(window, this);
        return this;
    }

    private NodeWriter withAveraging(Window window, boolean ceil, boolean countPadding) {
        return withWindow(window).withFlag("ceil_mode", ceil).withFlag("count_include_pad", countPadding);
    }

    private NodeWriter withResize(Resize resize) {
        return withUnless("nearest", "mode", Words.word(resize.mode()))
                .withUnless("half_pixel", "coordinate_transformation_mode", Words.word(resize.coordinates()))
                .withUnless("round_prefer_floor", "nearest_mode", Words.word(resize.rounding()))
                .withUnless("stretch", "keep_aspect_ratio_policy", Words.word(resize.aspectRatio()))
                .withUnless(List.of(), "axes", resize.axes())
                .withFlag("antialias", resize.antialias())
                .withUnless(0, "extrapolation_value", resize.extrapolation());
    }

    private NodeWriter with(String name, int value) {
        proto.addAttribute(attribute(name, AttributeType.INT).setI(value));
        return this;
    }

    NodeWriter with(String name, List<Integer> values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
        values.forEach(value -> attribute.addInts(value));
        proto.addAttribute(attribute);
        return this;
    }

    NodeWriter with(String name, String word) {
        proto.addAttribute(attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(word)));
        return this;
    }

    private NodeWriter with(String name, Tensor value) {
        proto.addAttribute(attribute(name, AttributeType.TENSOR).setT(OnnxWriter.tensor("", value)));
        return this;
    }

    private NodeWriter withFlag(String name, boolean value) {
        return withUnless(0, name, value ? 1 : 0);
    }

    private NodeWriter withUnless(int usual, String name, int value) {
        return value == usual ? this : with(name, value);
    }

    private NodeWriter withUnless(float usual, String name, float value) {
        if (value != usual) {
            proto.addAttribute(attribute(name, AttributeType.FLOAT).setF(value));
        }
        return this;
    }

    private NodeWriter withUnless(String usual, String name, String word) {
        return word.equals(usual) ? this : with(name, word);
    }

    NodeWriter withUnless(List<Integer> usual, String name, List<Integer> values) {
        return values.equals(usual) ? this : with(name, values);
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
