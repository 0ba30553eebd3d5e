package dev.vernier.onnx;

import static dev.vernier.onnx.Models.attribute;
import static dev.vernier.onnx.Models.constant;
import static dev.vernier.onnx.Models.node;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.GraphText;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are read in another form than they are written in: half floats, bytes that come in, a batch that stands inside.
class AdaptedModelsTest {
    @TempDir
    private Path folder;

    private OnnxModel read(ModelProto.Builder model) {
        return OnnxReader.read(Models.write(folder, model));
    }

    private static void type(ModelProto.Builder model, int type) {
        model.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(type);
    }

    private static ModelProto.Builder sum(TensorProto.Builder half) {
        ModelProto.Builder model = Models.of(13, Models.input("x", "n", 4), node("Add", "y", "x", "w"));
        model.getGraphBuilder().addInitializer(half.setName("w").addDims(4));
        return model;
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    @Test
    void widensHalfFloatsOfEveryStorageForm() {
        float[] expected = {1, -2, 65504, 0x1p-24f};
        TensorProto.Builder raw = TensorProto.newBuilder().setDataType(DataType.FLOAT16_VALUE);
        OnnxModel model = read(sum(raw.setRawData(bytes("003c00c0ff7b0100"))));
        assertArrayEquals(expected, model.graph().constants().get("w").floats());
        assertEquals(List.of("half floats are read as float32"), model.changes());
        assertFalse(model.takesOther());
        TensorProto.Builder typed = TensorProto.newBuilder().setDataType(DataType.FLOAT16_VALUE)
                .addAllInt32Data(List.of(0x3c00, 0xc000, 0x7bff, 1));
        assertArrayEquals(expected, read(sum(typed)).graph().constants().get("w").floats());
        TensorProto.Builder brain = TensorProto.newBuilder().setDataType(DataType.BFLOAT16_VALUE);
        assertArrayEquals(new float[] {1, -2, 0x1p127f, 0},
                read(sum(brain.setRawData(bytes("803f00c0007f0000")))).graph().constants().get("w").floats());
    }

    @Test
    void widensInputsCastsAndConstantsInNodes() {
        TensorProto one =
                TensorProto.newBuilder().setDataType(DataType.FLOAT16_VALUE).setRawData(bytes("003c")).build();
        ModelProto.Builder built = Models.of(13, Models.input("x", "n", 4),
                node("Constant", "one").addAttribute(
                        attribute("value", 0).setType(AttributeProto.AttributeType.TENSOR).clearI().setT(one)),
                node("Add", "a", "x", "one"),
                node("Cast", "y", "a").addAttribute(attribute("to", DataType.FLOAT16_VALUE)));
        type(built, DataType.FLOAT16_VALUE);
        OnnxModel model = read(built);
        assertTrue(model.takesOther());
        assertEquals("""
                x: f32[n, 4]
                const one: f32[] = 1.0
                a = add x, one
                y = cast a {to = f32}
                return y
                """, GraphText.print(model.graph()));
    }

    @Test
    void refusesHalfFloatsWithoutEnoughData() {
        TensorProto.Builder half = TensorProto.newBuilder().setDataType(DataType.FLOAT16_VALUE);
        String message =
                assertThrows(InputException.class, () -> read(sum(half.setRawData(bytes("003c"))))).getMessage();
        assertTrue(message.endsWith("tensor 'w': 2 bytes of data, half floats of shape [4] need 8"), message);
        TensorProto.Builder huge = TensorProto.newBuilder().setDataType(DataType.FLOAT16_VALUE)
                .addDims(1L << 40).setRawData(bytes("003c"));
        assertThrows(InputException.class, () -> read(sum(huge)));
    }

    private static ModelProto.Builder flattened(long... sizes) {
        ModelProto.Builder model = Models.of(13, node("Reshape", "f", "x", "to"), node("MatMul", "y", "f", "w"));
        model.getGraphBuilder().addInitializer(constant("to", Tensor.vector(sizes)))
                .addInitializer(constant("w", Tensor.of(Shape.of(48, 2), new float[96])));
        return model;
    }

    @Test
    void runsSampleBySampleWhereABatchOfOneStandsInTheGraph() {
        for (long[] sizes : new long[][] {{1, 48}, {1, -1}}) {
            OnnxModel model = read(flattened(sizes));
            assertEquals(Shape.of(1, 3, 4, 4), model.graph().inputs().getFirst().type().shape());
            assertEquals(List.of("it was exported for a batch of 1, and runs 1 sample at a time"), model.changes());
            try (Session session = new ReferenceEngine().open(model.graph(), SessionOptions.DEFAULT)) {
                Tensor x = Tensor.of(Shape.of(5, 3, 4, 4), new float[5 * 48]);
                assertEquals(Shape.of(5, 2), session.run(Map.of("x", x)).get("y").shape());
            }
        }
    }

    @Test
    void runsAsManyAtATimeAsStandInTheGraph() {
        OnnxModel model = read(flattened(8, 48));
        assertEquals(Shape.of(8, 3, 4, 4), model.graph().inputs().getFirst().type().shape());
        assertEquals(List.of("it was exported for a batch of 8, and runs 8 samples at a time"), model.changes());
    }

    @Test
    void leavesTheBatchOpenWhereItIs() {
        OnnxModel model = read(flattened(-1, 48));
        assertEquals(Shape.N, model.graph().inputs().getFirst().type().shape().size(0));
        assertEquals(List.of(), model.changes());
    }

    @Test
    void keepsTheFirstMessageWhereNoBatchFits() {
        String message = assertThrows(InputException.class, () -> read(flattened(1, 47))).getMessage();
        assertTrue(message.contains("reshape"), message);
    }

    @Test
    void takesSamplesOfBytesAsWholeNumbers() {
        ModelProto.Builder built = Models.of(13, Models.input("x", "n", 4),
                node("Cast", "f", "x").addAttribute(attribute("to", DataType.FLOAT_VALUE)),
                node("Mul", "y", "f", "s"));
        built.getGraphBuilder().addInitializer(constant("s", Tensor.scalar(0.5f)));
        type(built, DataType.UINT8_VALUE);
        OnnxModel model = read(built);
        assertEquals(DType.F32, model.graph().inputs().getFirst().type().dtype());
        assertTrue(model.takesOther());
        try (Session session = new ReferenceEngine().open(model.graph(), SessionOptions.DEFAULT)) {
            Tensor x = Tensor.of(Shape.of(1, 4), 0, 1, 128, 255);
            assertArrayEquals(new float[] {0, 0.5f, 64, 127.5f}, session.run(Map.of("x", x)).get("y").floats());
        }
        Model classifier = new OnnxFormat().read(folder.resolve("model.onnx"), InputShapes.DECLARED);
        assertEquals(Preprocess.RAW, classifier.preprocess(Optional.empty()));
        String refused = assertThrows(InputException.class,
                () -> classifier.preprocess(Optional.of(Preprocess.UNIT))).getMessage();
        assertTrue(refused.contains("input 'x', which takes whole numbers, needed raw"), refused);
    }

    @Test
    void leavesModelsThatAreNoFilesAsTheyAre() {
        ModelProto.Builder built = Models.of(13, node("Identity", "y", "x"));
        type(built, DataType.UINT8_VALUE);
        assertEquals(DType.U8, OnnxReader.parse("model", built.build().toByteArray()).graph().inputs().getFirst().type()
                .dtype());
    }
}
