package dev.vernier.onnx;

import static dev.vernier.onnx.Models.attribute;
import static dev.vernier.onnx.Models.node;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Attributes of older opsets become the constants that newer ones have as inputs.
class OlderFormsTest {
    private static void assertReads(String expected, int opset, NodeProto.Builder... nodes) {
        assertReads(expected, Models.of(opset, nodes));
    }

    private static void assertReads(String expected, ModelProto.Builder built) {
        byte[] model = built.build().toByteArray();
        assertEquals(expected, GraphText.print(OnnxReader.parse("model", model).graph()));
    }

    @Test
    void clipsWithBoundsAsAttributes() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                const y/min: f32[] = 0.0
                const y/max: f32[] = 6.0
                y = clip x, y/min, y/max
                return y
                """, 7, node("Clip", "y", "x").addAttribute(attribute("min", 0f)).addAttribute(attribute("max", 6f)));
    }

    @Test
    void clipsWithOneBound() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                const y/max: f32[] = 6.0
                y = clip x, _, y/max
                return y
                """, 10, node("Clip", "y", "x").addAttribute(attribute("max", 6f)));
    }

    @Test
    void slicesWithAttributes() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                const y/starts: i64[1] = [1]
                const y/ends: i64[1] = [9223372036854775807]
                const y/axes: i64[1] = [2]
                y = slice x, y/starts, y/ends, y/axes
                return y
                """, 9, node("Slice", "y", "x").addAttribute(attribute("starts", List.of(1L)))
                .addAttribute(attribute("ends", List.of(Long.MAX_VALUE)))
                .addAttribute(attribute("axes", List.of(2L))));
    }

    @Test
    void padsWithAttributes() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                const y/pads: i64[8] = [0, 0, 1, 1, 0, 0, 1, 1]
                const y/value: f32[] = 0.5
                y = pad x, y/pads, y/value
                return y
                """, 10, node("Pad", "y", "x").addAttribute(attribute("value", 0.5f))
                .addAttribute(attribute("pads", List.of(0L, 0L, 1L, 1L, 0L, 0L, 1L, 1L))));
    }

    @Test
    void takesAxesAsAttributes() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                const a/axes: i64[2] = [2, 3]
                const b/axes: i64[1] = [0]
                const y/axes: i64[1] = [0]
                a = reduce_mean x, a/axes
                b = unsqueeze a, b/axes
                y = squeeze b, y/axes
                return y
                """, 12, node("ReduceMean", "a", "x").addAttribute(attribute("axes", List.of(2L, 3L))),
                node("Unsqueeze", "b", "a").addAttribute(attribute("axes", List.of(0L))),
                node("Squeeze", "y", "b").addAttribute(attribute("axes", List.of(0L))));
    }

    @Test
    void takesSoftmaxOverAllAxesFromTheFirstOn() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                y/shape = shape x
                y/flat = flatten x
                y/softmax = softmax y/flat
                y = reshape y/softmax, y/shape
                return y
                """, 12, node("Softmax", "y", "x"));
    }

    @Test
    void takesLogSoftmaxOverTheLastAxesTogether() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                y/shape = shape x
                y/flat = flatten x {axis = 2}
                y/softmax = log_softmax y/flat
                y = reshape y/softmax, y/shape
                return y
                """, 12, node("LogSoftmax", "y", "x").addAttribute(attribute("axis", 2)));
    }

    @Test
    void takesSoftmaxOverTheLastAxisAsItIs() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                f = flatten x
                y = softmax f
                return y
                """, 12, node("Flatten", "f", "x"), node("Softmax", "y", "f"));
    }

    @Test
    void repeatsTheScaleOfAGroupForItsChannels() {
        ModelProto.Builder model = Models.of(18, Models.input("x", "n", 4, 2),
                node("GroupNormalization", "y", "x", "s", "s").addAttribute(attribute("num_groups", 2)));
        model.getGraphBuilder().addInitializer(Models.constant("s", Tensor.of(Shape.of(2), 1, 2)));
        assertReads("""
                x: f32[n, 4, 2]
                const s: f32[2] = [1.0, 2.0]
                const y/groups: i64[4] = [0, 0, 1, 1]
                y/scale = gather s, y/groups
                y/bias = gather s, y/groups
                y = group_norm x, y/scale, y/bias {groups = 2}
                return y
                """, model);
    }

    @Test
    void upsamplesByScalesAsAttribute() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                const y/scales: f32[4] = [1.0, 1.0, 2.0, 2.0]
                y = resize x, _, y/scales {coordinates = asymmetric, rounding = floor}
                return y
                """, 7, node("Upsample", "y", "x").addAttribute(AttributeProto.newBuilder()
                .setName("scales")
                .setType(AttributeType.FLOATS)
                .addAllFloats(List.of(1f, 1f, 2f, 2f))));
    }

    @Test
    void dropsTheRatioOfDropoutAndMomentumOfBatchNorm() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                d = dropout x
                y = batch_norm d, x, x, x, x
                return y
                """, 7, node("Dropout", "d", "x").addAttribute(attribute("ratio", 0.5f)),
                node("BatchNormalization", "y", "d", "x", "x", "x", "x").addAttribute(attribute("momentum", 0.9f))
                        .addAttribute(attribute("spatial", 1)));
    }

    @Test
    void takesTheKernelFromTheWeight() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                const w: f32[1, 3, 1, 2] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
                y = conv x, w {kernel = [1, 2], padding = same_upper}
                return y
                """, 13, node("Constant", "w").addAttribute(AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeType.TENSOR)
                .setT(Models.constant("", Tensor.of(Shape.of(1, 3, 1, 2), 1, 2, 3, 4, 5, 6)))),
                node("Conv", "y", "x", "w").addAttribute(attribute("auto_pad", "SAME_UPPER")));
    }

    @Test
    void readsEveryFormOfConstant() {
        assertReads("""
                x: f32[n, 3, 4, 4]
                const a: f32[] = 0.5
                const b: i64[] = 2
                const c: i64[2] = [3, 4]
                const d: f32[2] = [1.0, 2.0]
                y = concat x, a, b, c, d {axis = 0}
                return y
                """, 13, node("Constant", "a").addAttribute(attribute("value_float", 0.5f)),
                node("Constant", "b").addAttribute(attribute("value_int", 2)),
                node("Constant", "c").addAttribute(attribute("value_ints", List.of(3L, 4L))),
                node("Constant", "d").addAttribute(AttributeProto.newBuilder()
                        .setName("value_floats")
                        .setType(AttributeType.FLOATS)
                        .addAllFloats(List.of(1f, 2f))),
                node("Concat", "y", "x", "a", "b", "c", "d").addAttribute(attribute("axis", 0)));
    }

    private static NodeProto.Builder split(String... outputs) {
        return node("Split", outputs[0], "x").clearOutput().addAllOutput(List.of(outputs));
    }

    @Test
    void splitsIntoSlices() {
        String slices = """
                x: f32[n, 3, 4, 4]
                const a/starts: i64[1] = [0]
                const a/ends: i64[1] = [%1$d]
                const a/axes: i64[1] = [1]
                const b/starts: i64[1] = [%1$d]
                const b/ends: i64[1] = [3]
                const b/axes: i64[1] = [1]
                a = slice x, a/starts, a/ends, a/axes
                b = slice x, b/starts, b/ends, b/axes
                y = concat b, a {axis = 1}
                return y
                """;
        NodeProto.Builder joined = node("Concat", "y", "b", "a").addAttribute(attribute("axis", 1));
        assertReads(slices.formatted(1), 11,
                split("a", "b").addAttribute(attribute("axis", 1)).addAttribute(attribute("split", List.of(1L, 2L))),
                joined);
        assertReads(slices.formatted(2), 18,
                split("a", "b").addAttribute(attribute("axis", 1)).addAttribute(attribute("num_outputs", 2)), joined);
    }
}
