package dev.vernier.onnx;

import static dev.vernier.onnx.Models.attribute;
import static dev.vernier.onnx.Models.constant;
import static dev.vernier.onnx.Models.input;
import static dev.vernier.onnx.Models.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxReaderTest {
    @TempDir
    Path folder;

    private String refused(byte[] bytes) {
        Path file = Models.write(folder, bytes);
        String message = assertThrows(InputException.class, () -> OnnxReader.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.lines().count() == 1, message);
        return message.substring(file.toString().length() + 2);
    }

    private String refused(ModelProto.Builder model) {
        return refused(model.build().toByteArray());
    }

    private static byte[] convolution() {
        ModelProto.Builder model = Models.of(13,
                node("Conv", "y", "x", "w").addAttribute(attribute("pads", List.of(1L, 1L, 1L, 1L))));
        model.getGraphBuilder().addInitializer(constant("w", Tensor.of(Shape.of(2, 3, 1, 1), 1, 2, 3, 4, 5, 6)));
        return model.build().toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/resnet20-cifar10.onnx", "models/resnet56-cifar10.onnx",
        "models/resnet18-cifar10.onnx",
        "models/mobilenet_v2-cifar10.onnx", "golden/planted/resnet20-clean.onnx",
        "golden/planted/resnet20-missing-bias.onnx", "golden/planted/resnet20-uncalibrated.onnx"})
    void readsAModel(String path) {
        OnnxModel model = OnnxReader.read(Shared.path(path));
        Graph graph = model.graph();
        assertEquals(Shape.parse("[n, 3, 32, 32]"), graph.inputs().getFirst().type().shape());
        assertEquals(Shape.parse("[n, 10]"), Inference.types(graph).get("logits").shape());
        assertEquals(13, model.opset());
        assertEquals("pytorch", model.producer());
    }

    @Test
    void namesAFileThatIsMissing() {
        Path file = folder.resolve("nothing.onnx");
        assertEquals(file + ": no such file, needed an ONNX model",
                assertThrows(InputException.class, () -> OnnxReader.read(file)).getMessage());
    }

    @Test
    void rejectsAFolder() {
        assertThrows(InputException.class, () -> OnnxReader.read(folder));
    }

    @Test
    void rejectsEveryTruncation() {
        byte[] whole = convolution();
        OnnxReader.read(Models.write(folder, whole));
        for (int length = 0; length < whole.length; length++) {
            refused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void survivesEveryChangedByte() {
        byte[] whole = convolution();
        for (int position = 0; position < whole.length; position++) {
            for (int flip : new int[] {1, 0x80, 0xff}) {
                byte[] changed = whole.clone();
                changed[position] ^= (byte) flip;
                Path file = Models.write(folder, changed);
                try {
                    OnnxReader.read(file);
                } catch (InputException refused) {
                    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
                }
            }
        }
    }

    @Test
    void rejectsWhatIsNoModel() {
        assertTrue(
                refused("this is no model\n".repeat(99).getBytes(StandardCharsets.UTF_8)).startsWith("no ONNX model"));
        assertEquals("empty file, needed an ONNX model", refused(new byte[0]));
    }

    @Test
    void rejectsAnEmptyGraph() {
        assertEquals("graph without nodes, needed a model", refused(Models.of(13)));
    }

    @Test
    void listsEverythingThatItCannotReadTogether() {
        assertEquals("3 nodes cannot be read: node 'a': Foo (unknown operator); "
                + "node 'b': Resize (mode = area, known: nearest, linear, cubic); "
                + "node 'y': org.example.Relu (unknown operator)",
                refused(Models.of(13, node("Foo", "a", "x"),
                        node("Resize", "b", "a", "", "x").addAttribute(attribute("mode", "area")),
                        node("Relu", "c", "b"),
                        node("Relu", "y", "c").setDomain("org.example"))));
    }

    @Test
    void namesAttributesThatItDoesNotKnow() {
        assertEquals("1 node cannot be read: node 'y': Relu (unknown attribute slope, knee)", refused(Models.of(13,
                node("Relu", "y", "x").addAttribute(attribute("slope", 1)).addAttribute(attribute("knee", 0.5f)))));
    }

    @Test
    void namesTheNodeThatReadsAnEightBitFloat() {
        ModelProto.Builder model = Models.of(13, node("Add", "y", "x", "w"));
        model.getGraphBuilder()
                .addInitializer(TensorProto.newBuilder()
                        .setName("w")
                        .setDataType(TensorProto.DataType.FLOAT8E4M3FN_VALUE));
        assertTrue(refused(model).startsWith(
                "1 node cannot be read: node 'y': Add (reads 'w' of type = float8e4m3fn, known: f32"));
    }

    @Test
    void namesTensorAndElementThatAreNotFinite() {
        ModelProto.Builder model = Models.of(13, node("Add", "y", "x", "w"));
        model.getGraphBuilder().addInitializer(constant("w", Tensor.of(Shape.of(2, 2), 1, 2, 3, Float.NaN)));
        assertEquals("tensor 'w': NaN at [1, 1], needed finite numbers", refused(model));
    }

    @Test
    void namesTheNodeWhoseShapesDoNotFit() {
        ModelProto.Builder model = Models.of(13, node("Conv", "y", "x", "w").setName("layer3.0.conv2"));
        model.getGraphBuilder().addInitializer(constant("w", Tensor.of(Shape.of(1, 2, 1, 1), 1, 2)));
        assertTrue(refused(model).startsWith("node 'layer3.0.conv2': conv: "));
    }

    @Test
    void namesATensorThatNothingMakes() {
        assertTrue(refused(Models.of(13, node("Relu", "y", "z"))).startsWith("node 'y': reads 'z', needed a tensor"));
    }

    @Test
    void namesATensorWithTooFewBytes() {
        ModelProto.Builder model = Models.of(13, node("Add", "y", "x", "w"));
        model.getGraphBuilder()
                .addInitializer(
                        constant("w", Tensor.of(Shape.of(2), 1, 2)).toBuilder().clearDims().addDims(1_000_000));
        assertEquals("tensor 'w': 8 bytes of data, f32[1000000] needs 4000000", refused(model));
    }

    @Test
    void namesASymbolicSizeBehindTheBatch() {
        assertEquals("input 'x': axis 2 has size 'height', needed a number: give it with --input-shape",
                refused(Models.of(13, input("x", "n", 3, "height", "width"), node("Relu", "y", "x"))));
    }

    @Test
    void takesOtherInputShapes() {
        Path file = Models.write(folder, Models.of(13, input("x", "n", 3, "height", "width"), node("Relu", "y", "x")));
        Shape shape = Shape.of(1, 3, 8, 8);
        Shape open = Shape.of(Shape.N, 3, 8, 8);
        assertEquals(open, OnnxReader.read(file, Map.of("x", shape)).graph().inputs().getFirst().type().shape());
        assertEquals(open, OnnxReader.read(file, Map.of("", shape)).graph().inputs().getFirst().type().shape());
        assertEquals(file + ": shape for input 'z', the model's inputs are: x",
                assertThrows(InputException.class, () -> OnnxReader.read(file, Map.of("z", shape))).getMessage());
    }

    @Test
    void keepsAFixedBatch() {
        Path file = Models.write(folder, Models.of(13, input("x", 4, 3), node("Relu", "y", "x")));
        assertEquals(Shape.of(4, 3), OnnxReader.read(file).graph().inputs().getFirst().type().shape());
        Shape shape = Shape.of(1, 3);
        assertEquals(shape, OnnxReader.read(file, Map.of("x", shape)).graph().inputs().getFirst().type().shape());
    }

    @Test
    void takesInitializersAmongTheInputsAsConstants() {
        ModelProto.Builder model = Models.of(13, node("Add", "y", "x", "w")).setIrVersion(3);
        model.getGraphBuilder()
                .addInput(input("w", 4))
                .addInitializer(constant("w", Tensor.of(Shape.of(4), 1, 2, 3, 4)));
        Graph graph = OnnxReader.read(Models.write(folder, model)).graph();
        assertEquals(List.of("x"), graph.inputs().stream().map(Input::name).toList());
        assertTrue(graph.isConstant("w"));
    }

    @Test
    void rejectsOpsetsThatItDoesNotKnow() {
        assertEquals("opset = 6, needed 7 to 28", refused(Models.of(6, node("Relu", "y", "x"))));
        assertEquals("opset = 99, needed 7 to 28", refused(Models.of(99, node("Relu", "y", "x"))));
    }

    @Test
    void keepsMessagesOnOneLine() {
        assertEquals("node 'a?b': reads 'z?', needed a tensor that an input, a constant or a node before it makes",
                refused(Models.of(13, node("Relu", "y", "z\r").setName("a\nb"))));
    }

    @Test
    void readsMetadata() {
        OnnxModel model = OnnxReader.read(Models.write(folder,
                Models.of(13, node("Relu", "y", "x"))
                        .setProducerName("me")
                        .addMetadataProps(StringStringEntryProto.newBuilder().setKey("k").setValue("v"))));
        assertEquals(Map.of("k", "v"), model.metadata());
        assertEquals(13, model.opset());
        assertEquals(8, model.irVersion());
        assertEquals("me", model.producer());
    }

    @Test
    void countsOperatorsOfAnyKind() throws IOException {
        Path file = Models.write(folder, Models.of(99, node("Foo", "a", "x"), node("Foo", "b", "a"),
                node("Bar", "y", "b").setDomain("org.example")));
        assertEquals(Map.of("Foo", 2, "org.example.Bar", 1), OnnxReader.operators(file));
        Files.delete(file);
    }
}
