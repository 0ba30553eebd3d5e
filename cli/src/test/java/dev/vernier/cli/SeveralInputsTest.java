package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Input;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Models of several inputs, or of one that takes whole numbers, on arrays that are called as their inputs.
final class SeveralInputsTest {
    private static final int N = 40;
    private static final int WORDS = 12;

    private static final Graph IMAGE_AND_META = GraphText.parse("""
            meta: f32[n, 4]
            image: f32[n, 3, 8, 8]
            const w: f32[6, 3, 3, 3] = random 1
            const v: f32[6, 4] = random 2
            const u: f32[5, 12] = random 3
            c = conv image, w {kernel = [3, 3], padding = [1, 1]}
            a = relu c
            p = global_average_pool a
            f = flatten p
            m = gemm meta, v {transpose_b = true}
            j = concat f, m {axis = 1}
            y = gemm j, u {transpose_b = true}
            return y
            """);

    private static final Graph WORDS_AND_MASK = GraphText.parse("""
            ids: i64[n, 12]
            mask: bool[n, 12]
            lengths: i32[n]
            const table: f32[50, 8] = random 1
            const v: f32[6, 8] = random 2
            const axes: i64[1] = [1]
            const last: i64[1] = [2]
            const one: i64[1] = [1]
            e = gather table, ids {axis = 0}
            k = cast mask {to = f32}
            t = unsqueeze k, last
            s = mul e, t
            m = reduce_mean s, axes {keep_axes = false}
            l = cast lengths {to = f32}
            r = unsqueeze l, one
            d = div m, r
            y = gemm d, v {transpose_b = true}
            return y
            """);

    private static final Graph WORDS_ALONE = GraphText.parse("""
            ids: i64[n, 12]
            const table: f32[50, 8] = random 1
            const v: f32[6, 8] = random 2
            const axes: i64[1] = [1]
            e = gather table, ids {axis = 0}
            m = reduce_mean e, axes {keep_axes = false}
            y = gemm m, v {transpose_b = true}
            return y
            """);

    private static final Graph BYTES_AND_META = GraphText.parse("""
            image: u8[n, 3, 8, 8]
            meta: i64[n, 4]
            const w: f32[6, 3, 3, 3] = random 1
            const v: f32[6, 10] = random 2
            x = cast image {to = f32}
            c = conv x, w {kernel = [3, 3]}
            a = relu c
            p = global_average_pool a
            f = flatten p
            k = cast meta {to = f32}
            j = concat f, k {axis = 1}
            y = gemm j, v {transpose_b = true}
            return y
            """);

    @TempDir
    private Path folder;

    private Models models;
    private Random random;

    @BeforeEach
    void drawSamples() {
        models = new Models(folder);
        random = new Random(23);
    }

    private Tensor bytes(int... sizes) {
        byte[] values = new byte[Shape.of(sizes).elementCount()];
        random.nextBytes(values);
        return Tensor.ofU8(Shape.of(sizes), values);
    }

    private Tensor reals(int... sizes) {
        float[] values = new float[Shape.of(sizes).elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 1;
        }
        return Tensor.of(Shape.of(sizes), values);
    }

    private Tensor wholes(int bound, int... sizes) {
        return Tensor.ofI64(Shape.of(sizes), random.longs(Shape.of(sizes).elementCount(), 1, bound).toArray());
    }

    private String npz(String name, Map<String, Tensor> arrays) {
        Path file = folder.resolve(name);
        Npz.write(file, arrays);
        return "npz:" + file;
    }

    private Map<String, Tensor> imagesAndMeta() {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("image", bytes(N, 3, 8, 8));
        arrays.put("meta", reals(N, 4));
        arrays.put("y", wholes(5, N));
        return arrays;
    }

    private Map<String, Tensor> words() {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("ids", wholes(50, N, WORDS));
        arrays.put("mask", Tensor.ofLongs(DType.BOOL, Shape.of(N, WORDS),
                random.longs((long) N * WORDS, 0, 2).toArray()));
        arrays.put("lengths", wholes(9, N, 1));
        arrays.put("labels", wholes(5, N));
        return arrays;
    }

    /// What a model gives, as a file of predictions holds it.
    private Map<String, Tensor> predicted(Path model, String data, Object... more) {
        Path file = folder.resolve("predictions.npz");
        Vernier run = Vernier.run(Stream.concat(
                Stream.of("eval", model, "--data", data, "--predictions", file), Stream.of(more)).toArray());
        assertEquals(0, run.status(), run.err());
        return Npz.read(file);
    }

    private static float[] defined(Graph graph, Map<String, Tensor> inputs) {
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            return session.run(inputs).get("y").floats();
        }
    }

    private static Tensor unit(Tensor bytes) {
        float[] values = new float[bytes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.longAt(i) / 255f;
        }
        return Tensor.of(bytes.shape(), values);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onednn", "reference", "onnxruntime"})
    void feedsArraysToTheInputsOfTheirNamesAndPreprocessesTheImageAlone(String engine) {
        Path model = models.write("two.onnx", IMAGE_AND_META);
        Map<String, Tensor> arrays = imagesAndMeta();
        Map<String, Tensor> given = predicted(model, npz("two.npz", arrays), "--preprocess", "unit", "--engine",
                engine, "--batch", 7);
        assertArrayEquals(
                defined(IMAGE_AND_META, Map.of("image", unit(arrays.get("image")), "meta", arrays.get("meta"))),
                given.get("logits").floats(), 1e-4f);
        assertEquals(arrays.get("y"), given.get("labels"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"onednn", "reference", "onnxruntime"})
    void takesWordsMasksAndLengthsAsTheyAre(String engine) {
        Path model = models.write("words.onnx", WORDS_AND_MASK);
        Map<String, Tensor> arrays = words();
        Map<String, Tensor> given = predicted(model, npz("words.npz", arrays), "--engine", engine, "--batch", 9);
        int[] lengths = arrays.get("lengths").ints();
        assertArrayEquals(
                defined(WORDS_AND_MASK, Map.of("ids", arrays.get("ids"), "mask", arrays.get("mask"), "lengths",
                        Tensor.ofI32(Shape.of(N), lengths))),
                given.get("logits").floats(), 1e-4f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onednn", "reference", "onnxruntime"})
    void takesTheWordsOfAModelOfOneInputAsTheyAre(String engine) {
        Path model = models.write("ids.onnx", WORDS_ALONE);
        Tensor ids = wholes(50, N, WORDS);
        for (String name : List.of("ids", "x")) {
            Map<String, Tensor> given = predicted(model,
                    npz("ids.npz", Map.of(name, Tensor.ofI32(ids.shape(), ids.ints()), "y", wholes(5, N))), "--engine",
                    engine);
            assertArrayEquals(defined(WORDS_ALONE, Map.of("ids", ids)), given.get("logits").floats(), 1e-4f);
        }
    }

    @Test
    void readsTheBytesOfAnImageBesideAnotherInputAsReals() {
        Path model = models.write("bytes.onnx", BYTES_AND_META);
        Map<String, Tensor> arrays = imagesAndMeta();
        arrays.put("meta", wholes(9, N, 4));
        String data = npz("bytes.npz", arrays);
        float[] defined = defined(BYTES_AND_META, Map.of("image", arrays.get("image"), "meta", arrays.get("meta")));
        for (String engine : List.of("onednn", "onnxruntime")) {
            assertArrayEquals(defined, predicted(model, data, "--engine", engine).get("logits").floats(), 2e-3f);
        }
    }

    @Test
    void quantizesAnInputThatALayerReadsAndClimbsTheWholeLadder() throws IOException {
        Path model = models.write("two.onnx", IMAGE_AND_META);
        String data = npz("two.npz", imagesAndMeta());
        Path int8 = folder.resolve("int8.onnx");
        JsonNode answer = Vernier.json("quantize", model, "--data", data, "--preprocess", "unit", "--calibrate", 10,
                "-o", int8);
        assertTrue(answer.get("rungs").valueStream().allMatch(rung -> rung.path("n").asInt() == N - 10),
                answer.get("rungs").toString());
        assertEquals(List.of("dequantized", "float", "folded", "integer", "onnxruntime", "simulated", "weights"),
                answer.get("rungs").valueStream().map(rung -> rung.get("id").asString())
                        .filter(id -> !id.equals("onnxruntime-exact")).sorted().toList());
        assertTrue(answer.get("tensors").valueStream().map(tensor -> tensor.get("name").asString()).toList()
                .containsAll(List.of("meta", "image")), "both inputs have codes");
        JsonNode audit = Vernier.json("audit", model, int8, "--data", data, "--preprocess", "unit");
        assertEquals(N, audit.get("rungs").get(0).get("n").asInt());
        assertTrue(
                audit.get("findings").valueStream()
                        .noneMatch(found -> found.get("severity").asString().equals("error")),
                audit.get("findings").toString());
        Path back = folder.resolve("back.onnx");
        assertEquals(0, Vernier.run("dequantize", int8, "-o", back).status());
        assertEquals(0, Vernier.run("audit", int8, back, "--data", data, "--preprocess", "unit").status());
        assertEquals(2, Vernier.json("inspect", int8).get("inputs").size());
        Vernier run = Vernier.run("eval", int8, "--data", data, "--mode", "integer");
        assertEquals(0, run.status(), run.err());
    }

    @Test
    void quantizesAndAuditsAModelOfWords() {
        Path model = models.write("words.onnx", WORDS_AND_MASK);
        String data = npz("words.npz", words());
        Path int8 = folder.resolve("int8.onnx");
        JsonNode answer = Vernier.json("quantize", model, "--data", data, "--calibrate", 10, "-o", int8);
        for (JsonNode rung : answer.get("rungs")) {
            assertEquals(N - 10, rung.path("n").asInt(), rung.toString());
        }
        assertEquals(0, Vernier.run("eval", int8, "--data", data, "--engine", "onnxruntime").status());
        Path page = folder.resolve("audit.html");
        Vernier audit = Vernier.run("audit", model, "--data", data, "--calibrate", 10, "--report", page);
        assertEquals(0, audit.status(), audit.err());
        assertTrue(Files.exists(page));
    }

    @ParameterizedTest
    @CsvSource({"true, float", "true, integer", "false, integer"})
    void benchesOnNoiseForEveryInput(boolean isOfWords, String mode) {
        Path model = models.write("any.onnx", isOfWords ? WORDS_AND_MASK : IMAGE_AND_META);
        JsonNode answer = Vernier.json("bench", model, "--seconds", 1, "--batch", 3, "--mode", mode, "--against",
                "onnxruntime");
        assertEquals(isOfWords ? "{\"ids\":[3,12],\"mask\":[3,12],\"lengths\":[3]}"
                : "{\"image\":[3,3,8,8],\"meta\":[3,4]}", answer.get("input_shapes").toString());
        assertTrue(answer.get("agreement").get("largest_difference").asDouble() < 0.5, answer.toString());
    }

    @Test
    void calibratesInShardsThatMergeToTheSame() {
        Path model = models.write("two.onnx", IMAGE_AND_META);
        String data = npz("two.npz", imagesAndMeta());
        Path whole = folder.resolve("whole.calibration");
        List<Path> parts = List.of(folder.resolve("1.calibration"), folder.resolve("2.calibration"));
        Object[] shared = {"calibrate", model, "--data", data, "--preprocess", "unit", "-o"};
        String fingerprint = calibrated(shared, whole);
        calibrated(shared, parts.get(0), "--shard", "1/2");
        calibrated(shared, parts.get(1), "--shard", "2/2");
        assertEquals(fingerprint, Vernier.json("calibrate", "--merge", parts.get(0), parts.get(1), "-o",
                folder.resolve("merged.calibration")).get("calibration").get("fingerprint").asString());
    }

    private static String calibrated(Object[] shared, Object... more) {
        return Vernier.json(Stream.concat(Stream.of(shared), Stream.of(more)).toArray()).get("calibration")
                .get("fingerprint").asString();
    }

    @Test
    void knowsSamplesByAllThatTheyGive() {
        Path model = models.write("two.onnx", IMAGE_AND_META);
        Map<String, Tensor> arrays = imagesAndMeta();
        long[] first = predicted(model, npz("a.npz", arrays), "--preprocess", "unit").get("ids").longs();
        float[] meta = arrays.get("meta").floats();
        meta[4 * 7 + 2] += 1;
        arrays.put("meta", Tensor.of(Shape.of(N, 4), meta));
        long[] second = predicted(model, npz("b.npz", arrays), "--preprocess", "unit").get("ids").longs();
        for (int sample = 0; sample < N; sample++) {
            assertEquals(sample != 7, first[sample] == second[sample], "sample " + sample);
        }
    }

    @Test
    void takesThePartsOfTheDataThatGoTogether() {
        Path model = models.write("two.onnx", IMAGE_AND_META);
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        imagesAndMeta().forEach((name, array) -> arrays.put(name + "_test", array));
        imagesAndMeta().forEach((name, array) -> arrays.put(name + "_train", array));
        String data = npz("parts.npz", arrays);
        float[] test = defined(IMAGE_AND_META,
                Map.of("image", unit(arrays.get("image_test")), "meta", arrays.get("meta_test")));
        assertArrayEquals(test, predicted(model, data, "--preprocess", "unit").get("logits").floats(), 1e-4f);
        float[] train = defined(IMAGE_AND_META,
                Map.of("image", unit(arrays.get("image_train")), "meta", arrays.get("meta_train")));
        assertArrayEquals(train, predicted(model, data + ":train", "--preprocess", "unit").get("logits").floats(),
                1e-4f);
        assertEquals(N, Vernier.json("quantize", model, "--data", data, "--preprocess", "unit", "--calibrate", 10, "-o",
                folder.resolve("int8.onnx")).get("rungs").get(0).get("n").asInt());
    }

    @Test
    void letsAnArrayOfAnotherNameStandForTheImage() {
        Path model = models.write("two.onnx", IMAGE_AND_META);
        Map<String, Tensor> arrays = imagesAndMeta();
        float[] expected = predicted(model, npz("a.npz", arrays), "--preprocess", "unit").get("logits").floats();
        arrays.put("x", arrays.remove("image"));
        assertArrayEquals(expected,
                predicted(model, npz("b.npz", arrays), "--preprocess", "unit").get("logits").floats());
        arrays.put("pictures", arrays.remove("x"));
        assertArrayEquals(expected, predicted(model, npz("c.npz", arrays) + ":x=pictures,y=y", "--preprocess", "unit")
                .get("logits").floats());
    }

    private Vernier refused(Path model, String data, Object... more) {
        Vernier run = Vernier
                .run(Stream.concat(Stream.of("eval", model, "--data", data), Stream.of(more)).toArray());
        assertEquals(1, run.status(), run.out());
        assertEquals(1, run.err().strip().lines().count(), run.err());
        return run;
    }

    private static void assertSays(Vernier run, String... parts) {
        for (String part : parts) {
            assertTrue(run.err().contains(part), run.err());
        }
    }

    @Test
    void namesTheInputThatHasNoArrayAndTheArraysThatAreThere() {
        Path model = models.write("two.onnx", IMAGE_AND_META);
        Map<String, Tensor> arrays = imagesAndMeta();
        arrays.put("metadata", arrays.remove("meta"));
        assertSays(refused(model, npz("a.npz", arrays), "--preprocess", "unit"),
                "no array for input 'meta', f32[n, 4], among image u8[40, 3, 8, 8]", "metadata f32[40, 4]",
                "needed arrays that are called as the model's inputs: image, meta", "numpy.savez");
        assertSays(refused(model, npz("b.npz", Map.of("meta", reals(N, 4), "y", wholes(3, N))), "--preprocess", "unit"),
                "no array for input 'image', f32[n, 3, 8, 8]");
        assertSays(refused(model, "shapes", "--preprocess", "unit"), "data shapes:test: images alone",
                "image f32[n, 3, 8, 8], meta f32[n, 4]", "needed npz:FILE");
    }

    @Test
    void refusesArraysThatDoNotFitTheInputs() {
        Path model = models.write("two.onnx", IMAGE_AND_META);
        Map<String, Tensor> arrays = imagesAndMeta();
        arrays.put("meta", reals(N, 5));
        assertSays(refused(model, npz("a.npz", arrays), "--preprocess", "unit"),
                "samples of f32[5] for input 'meta', needed f32[4]");
        arrays.put("meta", reals(N - 1, 4));
        assertSays(refused(model, npz("b.npz", arrays), "--preprocess", "unit"),
                "meta is f32[39, 4], needed 40 along the first axis, as many samples as image has");
        float[] meta = reals(N, 4).floats();
        meta[4 * 3] = Float.NaN;
        arrays.put("meta", Tensor.of(Shape.of(N, 4), meta));
        assertSays(refused(model, npz("c.npz", arrays), "--preprocess", "unit"), "sample 3: meta holds NaN at [0]");
        Path words = models.write("words.onnx", WORDS_AND_MASK);
        Map<String, Tensor> ids = words();
        ids.put("mask", wholes(5, N, WORDS));
        assertSays(refused(words, npz("d.npz", ids)), "mask i64[40, 12]: sample", "needed whole numbers from 0 to 1");
        ids.put("mask", words().get("mask"));
        ids.put("ids", reals(N, WORDS));
        assertSays(refused(words, npz("e.npz", ids)), "ids f32[40, 12]: sample 0 holds", "for an input of i64");
        assertSays(refused(words, npz("f.npz", words()), "--preprocess", "unit"),
                "preprocessing unit for input 'ids', i64[n, 12], which is taken as it is, needed raw");
    }

    @Test
    void refusesAnInputThatHoldsNoSamples() {
        Path model = models.write("scalar.onnx", GraphText.parse("""
                image: f32[n, 4]
                factor: f32[1, 4]
                y = mul image, factor
                return y
                """));
        assertSays(refused(model, npz("a.npz", Map.of("x", reals(N, 4))), "--preprocess", "raw"),
                "input 'factor' is f32[1, 4], needed the samples along the first axis, as input 'image', f32[n, 4]");
    }

    @Test
    void asksWhichOfTwoImagesIsPreprocessedUnlessTheCardSays() throws IOException {
        Graph pair = GraphText.parse("""
                left: f32[n, 1, 4, 4]
                right: f32[n, 1, 4, 4]
                const w: f32[3, 1, 3, 3] = random 1
                d = sub left, right
                c = conv d, w {kernel = [3, 3]}
                p = global_average_pool c
                y = flatten p
                return y
                """);
        Path model = models.write("pair.onnx", pair);
        Map<String, Tensor> arrays = Map.of("left", reals(N, 1, 4, 4), "right", bytes(N, 1, 4, 4));
        String data = npz("pair.npz", arrays);
        assertSays(refused(model, data, "--preprocess", "unit"),
                "preprocessing unit for one of the inputs left f32[n, 1, 4, 4], right f32[n, 1, 4, 4]",
                "pair.onnx.card.json with {\"input\": \"left\"}");
        Files.writeString(folder.resolve("pair.onnx.card.json"),
                "{\"input\": \"right\", \"preprocess\": {\"scale\": \"1/255\"}}");
        assertArrayEquals(
                defined(pair, Map.of("left", arrays.get("left"), "right", unit(arrays.get("right")))),
                predicted(model, data).get("logits").floats(), 1e-4f);
        Path int8 = folder.resolve("int8.onnx");
        assertEquals(0, Vernier.run("quantize", model, "--data", data, "--calibrate", 10, "-o", int8).status());
        assertTrue(Files.readString(folder.resolve("int8.onnx.card.json")).contains("\"input\" : \"right\""));
        Files.writeString(folder.resolve("pair.onnx.card.json"), "{\"input\": \"middle\"}");
        assertSays(refused(model, data, "--preprocess", "raw"),
                "pair.onnx.card.json: input = middle, known: left, right");
    }

    @Test
    void runsAFixedBatchOfSeveralInputs() {
        Graph fixed = IMAGE_AND_META.withInputs(IMAGE_AND_META.inputs().stream().map(
                input -> new Input(input.name(), input.type().with(input.type().shape().at(3))))
                .toList());
        Path model = models.write("fixed.onnx", fixed);
        Map<String, Tensor> arrays = imagesAndMeta();
        String data = npz("two.npz", arrays);
        float[] expected = defined(IMAGE_AND_META,
                Map.of("image", unit(arrays.get("image")), "meta", arrays.get("meta")));
        for (String engine : List.of("onednn", "onnxruntime")) {
            assertArrayEquals(expected, predicted(model, data, "--preprocess", "unit", "--engine", engine)
                    .get("logits").floats(), 1e-4f);
        }
    }
}
