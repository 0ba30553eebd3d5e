package dev.vernier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxWriterTest {
    private static final String RELU = """
            x: f32[n, 3]
            y = relu x
            return y
            """;

    @TempDir
    Path folder;

    private static OnnxModel written(Graph graph) {
        return OnnxReader.parse("written", OnnxWriter.toBytes(graph, Map.of()));
    }

    private static void assertRoundTrips(String text) {
        assertEquals(text, GraphText.print(written(GraphText.parse(text)).graph()));
    }

    @Test
    void roundTripsTheIntegerOperatorsOfAnotherDomain() {
        assertRoundTrips("""
                x: u8[n, 2, 4, 4]
                const scale: f32[] = 0.5
                const zero: u8[] = 3
                const w: i8[2, 3] = [1, 2, 3, 4, 5, 6]
                const wt: i8[3, 2] = [1, 2, 3, 4, 5, 6]
                const wscale: f32[3] = [0.5, 0.25, 0.125]
                const wzero: i8[3] = [0, 0, 0]
                const bias: i32[3] = [1, 2, 3]
                a = qlinear_add x, scale, zero, x, scale, zero, scale, zero
                p = qlinear_average_pool a, scale, zero, scale, zero {kernel = [4, 4]}
                g = qlinear_global_average_pool a, scale, zero, scale, zero
                f = flatten p
                d = qgemm f, scale, zero, w, wscale, wzero, bias
                e = qgemm f, scale, zero, wt, wscale, wzero, _, scale, zero {transpose_b = true}
                return d, e, g
                """);
    }

    @Test
    void keepsNodeNamesThatDifferFromTheOutput() {
        assertRoundTrips("""
                x: f32[n, 3]
                y = relu x @ "the only one"
                return y
                """);
    }

    @Test
    void leavesOutConstantsThatNothingReads() {
        assertEquals(RELU, GraphText.print(written(GraphText.parse("""
                x: f32[n, 3]
                const unread: f32[] = 1.0
                y = relu x
                return y
                """)).graph()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"13 | relu x", "14 | hard_swish x", "15 | shape x {from = 1}",
        "18 | reduce_mean x, axes"})
    void choosesTheOldestOpsetThatHoldsTheGraph(int opset, String node) {
        OnnxModel model = written(GraphText.parse("""
                x: f32[n, 3]
                const axes: i64[1] = [1]
                y = %s
                return y
                """.formatted(node)));
        assertEquals(opset, model.opset());
        assertEquals(8, model.irVersion());
    }

    @Test
    void writesMetadata() {
        Path file = folder.resolve("relu.onnx");
        OnnxWriter.write(GraphText.parse(RELU), Map.of("b", "2", "a", "1"), file);
        assertEquals(List.of("a", "b"), List.copyOf(OnnxReader.read(file).metadata().keySet()));
    }

    @Test
    void replacesAFileAndLeavesNothingElseBehind() throws IOException {
        Path file = Files.writeString(folder.resolve("relu.onnx"), "old");
        OnnxWriter.write(GraphText.parse(RELU), Map.of(), file);
        assertEquals(RELU, GraphText.print(OnnxReader.read(file).graph()));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void namesTheFolderThatDoesNotExist() {
        Path file = folder.resolve("no/such/relu.onnx");
        String message = assertThrows(InputException.class,
                () -> OnnxWriter.write(GraphText.parse(RELU), Map.of(), file)).getMessage();
        assertEquals(file + ": no folder " + file.getParent() + ", needed one that exists", message);
        assertFalse(Files.exists(folder.resolve("no")));
    }
}
