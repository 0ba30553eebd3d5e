package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Input;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Models whose files leave sizes of their inputs open, which the samples then have.
final class OpenShapesTest {
    private static final int N = 30;

    /// Written for one size and opened afterwards.
    private static final String IMAGES = """
            x: %s[n, %d, 12, 16]
            const w: f32[6, %d, 3, 3] = random 1
            const v: f32[5, 6] = random 2
            %s
            a = relu c
            p = global_average_pool a
            f = flatten p
            y = gemm f, v {transpose_b = true}
            return y
            """;

    private static final Graph WORDS = GraphText.parse("""
            ids: i64[n, 12]
            mask: f32[n, 12]
            const table: f32[50, 8] = random 1
            const v: f32[6, 8] = random 2
            const axes: i64[1] = [1]
            const last: i64[1] = [2]
            e = gather table, ids {axis = 0}
            t = unsqueeze mask, last
            s = mul e, t
            m = reduce_mean s, axes {keep_axes = false}
            y = gemm m, v {transpose_b = true}
            return y
            """);

    @TempDir
    private Path folder;

    private Models models;
    private Random random;

    @BeforeEach
    void drawSamples() {
        models = new Models(folder);
        random = new Random(31);
    }

    private static Graph images(String type, int channels) {
        return GraphText.parse(IMAGES.formatted(type, channels, channels,
                type.equals("f32") ? "c = conv x, w {kernel = [3, 3], padding = [1, 1]}"
                        : "r = cast x {to = f32}\nc = conv r, w {kernel = [3, 3], padding = [1, 1]}"));
    }

    /// A file of the graph in which all axes from `first` on have names instead of sizes.
    private Path opened(String name, Graph graph, int first) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(OnnxWriter.toBytes(graph, Map.of())).toBuilder();
        model.getGraphBuilder().getInputBuilderList().forEach(input -> {
            var shape = input.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
            for (int axis = first; axis < shape.getDimCount(); axis++) {
                shape.getDimBuilder(axis).setDimParam("size" + axis);
            }
        });
        return models.bytes(name, model.build().toByteArray());
    }

    private Path opened(Graph graph) throws IOException {
        return opened("open.onnx", graph, 2);
    }

    private Tensor bytes(int... sizes) {
        byte[] values = new byte[Shape.of(sizes).elementCount()];
        random.nextBytes(values);
        return Tensor.ofU8(Shape.of(sizes), values);
    }

    private static Tensor reals(Tensor bytes) {
        float[] values = new float[bytes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.longAt(i);
        }
        return Tensor.of(bytes.shape(), values);
    }

    private String npz(String name, Tensor x) {
        long[] labels = random.longs(x.shape().size(0), 0, 5).toArray();
        Path file = folder.resolve(name);
        Npz.write(file, Map.of("x", x, "y", Tensor.vector(labels)));
        return "npz:" + file;
    }

    private static Vernier ran(int status, Object... words) {
        Vernier run = Vernier.run(words);
        assertEquals(status, run.status(), run.out() + run.err());
        return run;
    }

    private float[] logits(Path model, String data, Object... more) {
        Path file = folder.resolve("predictions.npz");
        ran(0, Stream.concat(Stream.of("eval", model, "--data", data, "--preprocess", "raw", "--predictions", file),
                Stream.of(more)).toArray());
        return Npz.read(file).get("logits").floats();
    }

    /// By the reference, whose graph is as good for any size.
    private static float[] defined(Graph graph, Map<String, Tensor> inputs) {
        Graph sized = graph.withInputs(graph.inputs().stream()
                .map(input -> new Input(input.name(),
                        input.type().with(inputs.get(input.name()).shape().with(0, Shape.N))))
                .toList());
        try (Session session = new ReferenceEngine().open(sized, SessionOptions.DEFAULT)) {
            return session.run(inputs).get("y").floats();
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 9, onednn", "20, 9, onnxruntime", "7, 33, reference", "7, 33, onnxruntime"})
    void takesHeightAndWidthFromTheSamples(int height, int width, String engine) throws IOException {
        Graph graph = images("f32", 3);
        Tensor x = bytes(N, 3, height, width);
        float[] given = logits(opened(graph), npz("x.npz", x), "--engine", engine);
        assertArrayEquals(defined(graph, Map.of("x", reals(x))), given, 0.05f);
    }

    @Test
    void saysInOneLineWhatItTook() throws IOException {
        Vernier run = ran(0, "eval", opened(images("f32", 3)), "--data", npz("x.npz", bytes(N, 3, 40, 30)),
                "--preprocess", "unit,resize=20x24,crop=16x18");
        assertEquals(1, run.err().lines()
                .filter(line -> line.equals("open.onnx: input shape [n, 3, 16, 18] taken from the samples")).count(),
                run.err());
        assertFalse(ran(0, "eval", models.network(), "--data", "shapes", "--limit", 10, "--preprocess", "unit").err()
                .contains("taken from"));
    }

    @Test
    void runsAllRungsInTheShapeOfTheSamplesAndWritesIt() throws IOException {
        Path model = opened(images("f32", 3));
        String data = npz("x.npz", bytes(N, 3, 10, 14));
        Path int8 = folder.resolve("int8.onnx");
        JsonNode answer = Vernier.json("quantize", model, "--data", data, "--preprocess", "unit", "--calibrate", 10,
                "-o", int8);
        for (JsonNode rung : answer.get("rungs")) {
            assertEquals(N - 10, rung.path("n").asInt(), rung.toString());
        }
        assertEquals("f32[n, 3, 10, 14]",
                Vernier.json("inspect", int8).get("inputs").get(0).get("type").asString());
        JsonNode audit = Vernier.json("audit", model, int8, "--data", data, "--preprocess", "unit");
        assertTrue(audit.get("rungs").valueStream().allMatch(rung -> rung.path("n").asInt() == N),
                audit.get("rungs").toString());
        ran(0, "audit", model, model, "--data", data, "--preprocess", "unit");
        ran(0, "calibrate", model, "--data", data, "--preprocess", "unit", "-o", folder.resolve("c.npz"));
    }

    @Test
    void lowersAQuantizedFileOfOpenSizes() throws IOException {
        String data = npz("x.npz", bytes(N, 3, 12, 16));
        Path int8 = folder.resolve("int8.onnx");
        ran(0, "quantize", models.write("net.onnx", images("f32", 3)), "--data", data, "--preprocess", "raw",
                "--calibrate", 10, "-o", int8);
        Path open = opened("int8-open.onnx", OnnxReader.read(int8).graph(), 2);
        String other = npz("other.npz", bytes(N, 3, 9, 11));
        for (String engine : List.of("onednn", "onnxruntime")) {
            assertEquals(N * 5, logits(open, other, "--engine", engine).length);
        }
        ran(0, "audit", opened(images("f32", 3)), open, "--data", other, "--preprocess", "raw");
        assertTrue(ran(1, "dequantize", open, "-o", folder.resolve("back.onnx")).err().contains("--input-shape"));
        ran(0, "dequantize", open, "-o", folder.resolve("back.onnx"), "--input-shape", "1,3,9,11");
    }

    @Test
    void letsTheOptionGoBeforeTheSamples() throws IOException {
        Path model = opened(images("f32", 3));
        String data = npz("x.npz", bytes(N, 3, 10, 14));
        Vernier other = ran(1, "eval", model, "--data", data, "--preprocess", "raw", "--input-shape", "1,3,14,10");
        assertTrue(other.err().contains("samples [3, 10, 14], needed [3, 14, 10]"), other.err());
        Vernier same = ran(0, "eval", model, "--data", data, "--preprocess", "raw", "--input-shape", "1,3,10,14");
        assertFalse(same.err().contains("taken from"), same.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inspect", "bench"})
    void asksForTheShapeWhereThereAreNoSamples(String command) throws IOException {
        Path model = opened(images("f32", 3));
        Vernier run = ran(1, command, model);
        assertTrue(
                run.err().contains("input 'x': axis 2 has size 'size2', needed a number: give it with --input-shape"),
                run.err());
        ran(0, Stream.concat(Stream.of(command, model, "--input-shape", "1,3,8,8"),
                command.equals("bench") ? Stream.of("--seconds", 1) : Stream.of()).toArray());
    }

    @Test
    void takesEachInputsSizesFromItsOwnArray() throws IOException {
        Path model = opened("words.onnx", WORDS, 1);
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("ids", Tensor.ofI64(Shape.of(N, 7), random.longs(N * 7, 0, 50).toArray()));
        arrays.put("mask", reals(bytes(N, 7)));
        Path file = folder.resolve("words.npz");
        Npz.write(file, arrays);
        for (String engine : List.of("onednn", "onnxruntime")) {
            assertArrayEquals(defined(WORDS, arrays), logits(model, "npz:" + file, "--engine", engine), 0.05f);
        }
        Vernier run = ran(0, "eval", model, "--data", "npz:" + file, "--preprocess", "raw");
        assertTrue(run.err().contains(
                "words.onnx: input shapes mask [n, 7], ids [n, 7] taken from the samples"), run.err());
        ran(0, "bench", model, "--seconds", 1, "--input-shape", "ids=1,9", "--input-shape", "mask=1,9");
        assertTrue(ran(1, "inspect", model, "--input-shape", "1,9").err().contains("NAME=1,3,224,224"), "names");
        assertTrue(ran(1, "inspect", model, "--input-shape", "1,9", "--input-shape", "1,8").err()
                .contains("two shapes of the only input"));
    }

    @Test
    void readsArraysWithoutAnAxisOfOneElement() throws IOException {
        Graph graph = images("f32", 1);
        Tensor x = bytes(N, 10, 13);
        assertArrayEquals(defined(graph, Map.of("x", reals(x.reshaped(Shape.of(N, 1, 10, 13))))),
                logits(opened(graph), npz("x.npz", x)), 0.05f);
    }

    @Test
    void readsBytesOfAnySize() throws IOException {
        Graph graph = images("u8", 3);
        Tensor x = bytes(N, 3, 9, 12);
        for (String engine : List.of("onednn", "onnxruntime")) {
            assertArrayEquals(defined(graph, Map.of("x", x)),
                    logits(opened(graph), npz("x.npz", x), "--engine", engine),
                    0.05f);
        }
    }

    @Test
    void keepsAFixedBatch() throws IOException {
        Graph graph = images("f32", 3);
        Graph fixed = graph.withInputs(List.of(new Input("x",
                graph.inputs().getFirst().type().with(Shape.of(4, 3, 12, 16)))));
        Tensor x = bytes(N, 3, 8, 9);
        assertArrayEquals(defined(graph, Map.of("x", reals(x))),
                logits(opened(fixed), npz("x.npz", x), "--engine", "onnxruntime"), 0.05f);
    }

    @Test
    void refusesSamplesOfOtherChannelsAndAdvisesWhereAxesAreInAnotherOrder() throws IOException {
        Path model = opened(images("f32", 3));
        Vernier swapped = ran(1, "eval", model, "--data", npz("a.npz", bytes(N, 10, 13, 3)), "--preprocess", "raw");
        assertTrue(
                swapped.err().contains("samples [10, 13, 3] after --preprocess raw, needed [3, any, any] as input 'x'"
                        + ", or --input-shape (--layout nhwc where the samples are stored [h, w, c])"),
                swapped.err());
        ran(0, "eval", model, "--data", npz("b.npz", bytes(N, 10, 13, 3)), "--preprocess", "raw", "--layout", "nhwc");
        Vernier grey = ran(1, "eval", model, "--data", npz("c.npz", bytes(N, 1, 10, 13)), "--preprocess", "raw");
        assertTrue(grey.err().contains("samples [1, 10, 13] after --preprocess raw, needed [3, any, any]"), grey.err());
    }

    @Test
    void asksToMakePicturesOfDifferentSizesAlike() throws IOException {
        Path model = opened(images("f32", 3));
        Path pictures = Files.createDirectories(folder.resolve("pictures/cat"));
        for (int i = 0; i < 3; i++) {
            ImageIO.write(new BufferedImage(20 + i, 16, BufferedImage.TYPE_INT_RGB), "png",
                    pictures.resolve(i + ".png").toFile());
        }
        String data = "images:" + pictures.getParent();
        Vernier run = ran(1, "eval", model, "--data", data, "--preprocess", "raw");
        assertTrue(run.err().contains("(resize or crop makes all alike)"), run.err());
        ran(0, "eval", model, "--data", data, "--preprocess", "raw,crop=16");
    }
}
