package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Which class a folder is, and which samples of sorted data are taken. The model calls a picture 0, 1 or 2 where it is red,
/// green or blue.
final class ClassFoldersTest {
    private static final Graph COLOURS = GraphText.parse("""
            x: f32[n, 3, 2, 2]
            const v: f32[3, 3] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
            p = global_average_pool x
            f = flatten p
            y = gemm f, v, _ {transpose_b = true}
            return y
            """);
    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;
    private static final int BLUE = 0x0000ff;
    private static final int EACH = 8;

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void writeModel() {
        model = new Models(folder).write("colours.onnx", COLOURS);
    }

    private void card(String... labels) throws IOException {
        Files.writeString(folder.resolve("colours.onnx.card.json"),
                "{\"preprocess\": {}, \"labels\": [\"" + String.join("\", \"", labels) + "\"]}");
    }

    private void pictures(String name, int rgb) throws IOException {
        Path of = Files.createDirectories(folder.resolve("pictures").resolve(name));
        for (int i = 0; i < EACH; i++) {
            BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, 2, 2, new int[] {rgb, rgb, rgb, rgb & 0x010101 * (i + 1)}, 0, 2);
            ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
        }
    }

    private Vernier evaluated() {
        return Vernier.run("eval", model, "--data", "images:" + folder.resolve("pictures"), "--preprocess", "raw");
    }

    private static void assertCorrect(int correct, int n, Vernier run) {
        assertTrue(run.out().startsWith(correct + " of " + n + " correct"), run.out() + run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"red|green|blue|Blue|RED", "dark red|light-green|deep_blue|Deep Blue|dark_red",
        "n00000001 red, ruby|n00000002 green|n00000003 blue, azure blue|azure_blue|n00000001",
        "n00000001|n00000002|n00000003|N00000003|n00000001", "rouge é|verte|bleue|BLEUE|Rouge é"})
    void aFolderIsTheClassOfItsName(String zero, String one, String two, String blue, String red) throws IOException {
        card(zero, one, two);
        pictures(blue, BLUE);
        pictures(red, RED);
        Vernier run = evaluated();
        assertCorrect(2 * EACH, 2 * EACH, run);
        assertTrue(run.err().contains("2 classes by their names in colours.onnx.card.json, ")
                && run.err().contains(blue + " = 2") && run.err().contains(red + " = 0"), run.err());
    }

    @Test
    void namesInTheModelsOrderNeedNoWord() throws IOException {
        card("a", "b", "c");
        pictures("A", RED);
        pictures("B", GREEN);
        pictures("C", BLUE);
        Vernier run = evaluated();
        assertCorrect(3 * EACH, 3 * EACH, run);
        assertFalse(run.err().contains("class"), run.err());
    }

    @Test
    void otherNamesForAsManyClassesKeepTheirOrderWithAWarning() throws IOException {
        card("red", "green", "blue");
        pictures("1-rood", RED);
        pictures("2-groen", GREEN);
        pictures("3-blauw", BLUE);
        Vernier run = evaluated();
        assertCorrect(3 * EACH, 3 * EACH, run);
        assertTrue(run.err().contains("warning: ") && run.err().contains("1-rood is red ... 3-blauw is blue"),
                run.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "rod|blue|rod is no class in colours.onnx.card.json where blue is, needed its labels red, green, blue",
        "rod|bla|bla, rod are no class in colours.onnx.card.json, needed its labels red, green, blue",
        "Blue|blue|classes Blue, blue are the same one in colours.onnx.card.json, needed each once"})
    void namesThatDecideNothingAreRefused(String first, String second, String reason) throws IOException {
        card("red", "green", "blue");
        pictures(first, RED);
        pictures(second, BLUE);
        Vernier run = evaluated();
        assertEquals(1, run.status());
        assertTrue(run.err().contains(reason), run.err());
    }

    @Test
    void aNameThatTwoClassesHaveIsNoneOfThem() throws IOException {
        card("crane", "crane", "blue");
        pictures("crane", RED);
        pictures("blue", BLUE);
        assertTrue(evaluated().err().contains("crane is no class"));
    }

    @Test
    void withoutNamesInACardTheOrderIsSaid() throws IOException {
        pictures("one", RED);
        pictures("three", GREEN);
        pictures("two", BLUE);
        assertTrue(evaluated().err().contains("3 classes in the order of their names, one = 0, three = 1, two = 2;"),
                evaluated().err());
    }

    @Test
    void fewerFoldersThanClassesWithoutNamesAreAWarning() throws IOException {
        pictures("blue", BLUE);
        pictures("red", RED);
        assertTrue(evaluated().err().contains("warning: images:"), evaluated().err());
    }

    @Test
    void theCandidatesCardNamesTheClassesWhereTheReferencesDoesNot() throws IOException {
        card("red", "green", "blue");
        Path reference = new Models(folder).write("other.onnx", COLOURS);
        pictures("blue", BLUE);
        pictures("red", RED);
        JsonNode answer = Vernier.json("audit", reference, model, "--data", "images:" + folder.resolve("pictures"),
                "--preprocess", "raw");
        assertEquals(2 * EACH, answer.get("rungs").get(0).get("correct").asInt());
    }

    @Test
    void calibratesAndEvaluatesOnEveryClass() throws IOException {
        card("red", "green", "blue");
        pictures("blue", BLUE);
        pictures("red", RED);
        pictures("green", GREEN);
        Vernier run = quantized("--calibrate", 3, "--limit", 6);
        assertEquals(0, run.status(), run.err());
        assertFalse(run.err().contains("warning"), run.err());
        assertTrue(quantized("--calibrate", 2, "--limit", 6).err()
                .contains("warning: calibration: 2 of 24 samples of images:"));
        assertTrue(quantized("--calibrate", 3, "--limit", 1).err().contains("none of red, green"));
    }

    private Vernier quantized(Object... options) {
        Object[] words = {"quantize", model, "--data", "images:" + folder.resolve("pictures"), "-o",
            folder.resolve("int8.onnx")};
        Object[] all = new Object[words.length + options.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(options, 0, all, words.length, options.length);
        return Vernier.run(all);
    }

    @Test
    void quantizesOnFoldersOfAnyNamesWhereNothingIsEvaluated() throws IOException {
        card("red", "green", "blue");
        pictures("some", BLUE);
        pictures("red", RED);
        Vernier run = quantized("--no-eval");
        assertEquals(0, run.status(), run.err());
    }

    @Test
    void arraysSortedByLabelAreTakenFromAllClasses() {
        int n = 30;
        float[] x = new float[n * 12];
        long[] y = new long[n];
        for (int i = 0; i < n; i++) {
            y[i] = i / 10;
            x[i * 12 + (int) y[i] * 4] = 1;
        }
        Path file = folder.resolve("sorted.npz");
        Npz.write(file, Map.of("x", Tensor.of(Shape.of(n, 3, 2, 2), x), "y", Tensor.vector(y)));
        Path predictions = folder.resolve("predictions.npz");
        Vernier run = Vernier.run("eval", model, "--data", "npz:" + file, "--preprocess", "raw", "--limit", 5,
                "--predictions", predictions);
        assertEquals(0, run.status(), run.err());
        assertEquals(Tensor.vector(0, 1, 2, 0, 1), Npz.read(predictions).get("labels"));
        Path reshaped = folder.resolve("reshaped.npz");
        Npz.write(reshaped, Map.of("x", Tensor.of(Shape.of(n, 3, 2, 2, 1), x), "y", Tensor.vector(y)));
        String said =
                Vernier.run("eval", model, "--data", "npz:" + reshaped, "--preprocess", "raw", "--limit", 2).err();
        assertTrue(said.contains("none of class 2"), said);
        Vernier.run("eval", model, "--data", "npz:" + file, "--preprocess", "raw", "--predictions", predictions);
        assertEquals(Tensor.vector(y), Npz.read(predictions).get("labels"));
    }
}
