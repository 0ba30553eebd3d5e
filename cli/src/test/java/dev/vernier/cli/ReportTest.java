package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportTest {
    private static final Pattern DATA = Pattern.compile("id=\"answer\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern LOADS = Pattern.compile(
            "(?i)<(?:script|img|iframe|source|video|audio|embed)\\b[^>]*\\bsrc\\s*=|<link\\b[^>]*\\bhref\\s*=\\s*+\"?+(?!data:)|@import");

    @TempDir
    private Path folder;

    private Path network;
    private Path output;

    @BeforeEach
    void open() {
        network = new Models(folder).network();
        output = folder.resolve("int8.onnx");
    }

    private Vernier quantize(Object... more) {
        Object[] some = {"quantize", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 32, "--limit",
            200, "-o", output};
        return Vernier.run(Stream.concat(Stream.of(some), Stream.of(more)).toArray());
    }

    @Test
    void holdsTheVeryAnswerThatScriptsRead() throws IOException {
        Path page = folder.resolve("report.html");
        Path json = folder.resolve("report.json");
        assertEquals(0, quantize("--report", page, "--json", json).status());
        Matcher data = DATA.matcher(Files.readString(page));
        assertTrue(data.find());
        assertEquals(JsonMapper.shared().readTree(Files.readString(json).replace(folder + "/", "")),
                JsonMapper.shared().readTree(data.group(1)));
        assertFalse(Files.readString(page).contains(folder.toString()));
    }

    @Test
    void isOneFileThatLoadsNothing() throws IOException {
        Path page = folder.resolve("report.html");
        assertEquals(0, quantize("--report", page).status());
        String text = Files.readString(page);
        assertTrue(text.length() > 20_000);
        assertFalse(LOADS.matcher(text.replaceAll("(?s)<script>.*", "")).find());
        assertFalse(Pattern.compile("\\{\\{[a-z]+}}").matcher(text).find());
    }

    @Test
    void tellsTheNetworkAndWhatItsWeightsBecame() {
        JsonNode answer = Vernier.json("quantize", network, "--data", "shapes", "--preprocess", "unit", "--calibrate",
                32, "--limit", 50, "-o", output);
        JsonNode convolution = answer.get("network").get("nodes").get(0);
        assertEquals("conv", convolution.get("op").asString());
        assertEquals(List.of("x"), convolution.get("inputs").valueStream().map(JsonNode::asString).toList());
        assertEquals("f32[n, 8, 16, 16]", convolution.get("types").get(0).asString());
        JsonNode weight = answer.get("weights").get(0);
        assertEquals(8, weight.get("channels").asInt());
        JsonNode tensor = answer.get("tensors").valueStream()
                .filter(some -> some.get("name").equals(weight.get("tensor"))).findFirst().orElseThrow();
        double step = tensor.get("scale").get(3).asDouble();
        double before = tensor.get("channels").get("high").get(3).asDouble();
        assertEquals(before, weight.get("high").get(3).asDouble(), step / 2 + Math.abs(before) / 1000);
        assertTrue(weight.get("sqnr_db").get(3).asDouble() > 30);
    }

    @Test
    void tellsWhichSamplesFlipped() {
        JsonNode answer = Vernier.json("demo", "--limit", 1500, "--calibrate", 64);
        JsonNode flips = answer.get("flips");
        JsonNode integer = answer.get("rungs").get(4);
        assertEquals(integer.get("lost"), flips.get("lost"));
        assertEquals(integer.get("gained"), flips.get("gained"));
        for (JsonNode flip : flips.get("shown")) {
            boolean isLost = flip.get("kind").asString().equals("lost");
            assertEquals(flip.get("label"), flip.get(isLost ? "reference" : "candidate"));
            assertFalse(flip.get("reference").equals(flip.get("candidate")));
            assertTrue(flip.get("picture").asString().startsWith("data:image/png;base64,"));
        }
    }

    @Test
    void writesMarkdownForPullRequests() throws IOException {
        Path file = folder.resolve("report.md");
        Vernier run = quantize("--report", file);
        assertEquals(0, run.status());
        String text = Files.readString(file);
        assertTrue(text.startsWith("## network.onnx: int8 in int8.onnx against float\n\n**int8 "), text);
        assertTrue(text.contains("| rung | correct |"), text);
        assertTrue(text.contains("### Findings"), text);
    }

    @Test
    void saysHowFarBothAgreeWhereNoSampleHasALabel() throws IOException {
        Path samples = folder.resolve("samples.npz");
        Random random = new Random(7);
        float[] x = new float[300 * 3 * 32 * 32];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat();
        }
        Npz.write(samples, Map.of("x", Tensor.of(Shape.of(300, 3, 32, 32), x)), Set.of());
        Path page = folder.resolve("report.html");
        Path file = folder.resolve("report.md");
        Path json = folder.resolve("report.json");
        Vernier run = Vernier.run("audit", network, "--data", "npz:" + samples, "--preprocess", "raw", "--calibrate",
                32, "--report", page, "--report", file, "--json", json);
        assertEquals(0, run.status(), run.err());
        JsonNode answer = JsonMapper.shared().readTree(Files.readString(json));
        assertEquals("float", answer.get("labels_from").asString());
        JsonNode integer = answer.get("rungs").get(4);
        int others = integer.get("n").asInt() - integer.get("correct").asInt();
        String text = Files.readString(page).replaceAll("(?s)<script.*", "");
        assertFalse(
                text.contains("\u2192 " + String.format(Locale.ROOT, "%.2f\u00a0%%", integer.get("top1").asDouble())),
                text);
        assertTrue(text.contains("<b>" + others + "</b><span>of 268 samples in another class"), text);
        assertTrue(others == 0 ? text.contains("the same class as float on every sample")
                : text.contains("samples without labels"), text);
        assertFalse(text.contains("top-1 %"), text);
        assertTrue(Files.readString(file).contains("| rung | as float |"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere/report.html", "report.pdf"})
    void rejectsAFileThatItCannotWriteBeforeTheWorkBegins(String name) {
        Vernier run = quantize("--report", folder.resolve(name));
        assertEquals(1, run.status());
        assertFalse(Files.exists(output));
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void neverReplacesTheJsonBesideIt() {
        Path file = folder.resolve("report.md");
        Vernier run = quantize("--report", file, "--json", file);
        assertEquals(1, run.status());
        assertTrue(run.err().contains("needed another file to write"), run.err());
    }
}
