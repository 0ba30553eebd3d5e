package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.GraphText;
import dev.vernier.onnx.OnnxWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs in processes of their own, with a folder for temporary files of their own: afterwards it is empty.
final class NothingLeftTest {
    private static final List<String> DEMO = List.of("demo", "--limit", "32", "--calibrate", "16");

    @TempDir
    Path temporary;

    @TempDir
    Path written;

    @Test
    void afterARunOnEveryEngine() throws IOException, InterruptedException {
        Path file = written.resolve("int8.onnx");
        Process process = start(Stream.concat(DEMO.stream(), Stream.of("-o", file.toString())).toList());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("the file in ONNX Runtime"), said);
        assertLeft(temporary);
        assertLeft(written, "int8.onnx", "int8.onnx.card.json");
    }

    @Test
    void afterAFailureInOnnxRuntime() throws IOException, InterruptedException {
        Path file = written.resolve("three-classes.onnx");
        OnnxWriter.write(GraphText.parse("""
                x: f32[n, 3, 32, 32]
                a = global_average_pool x
                y = flatten a
                return y
                """), Map.of(), file);
        Process process = start(List.of("eval", file.toString(), "--data", "shapes", "--limit", "8", "--engine",
                "onnxruntime"));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), said);
        assertLeft(temporary);
    }

    @Test
    void whereItIsAskedToEndAsByCtrlC() throws IOException, InterruptedException {
        Process process = start(List.of("demo", "--calibrate", "16", "-o", written.resolve("int8.onnx").toString()));
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            String line = said.readLine();
            while (line != null && !line.startsWith("calibration")) {
                line = said.readLine();
            }
            assertTrue(line != null, "ended before it was interrupted");
            process.destroy();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        assertLeft(temporary);
        try (Stream<Path> files = Files.list(written)) {
            assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".")).toList());
        }
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary,
                "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().remove("ORT_DISABLE_TELEMETRY");
        return builder.start();
    }

    private static void assertLeft(Path folder, String... names) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(List.of(names), files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString()).sorted().toList());
        }
    }
}
