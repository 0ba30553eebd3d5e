package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class TfliteLibraryTest {
    /// JavaCPP keeps a small library of its own in its cache, which oneDNN needs, too.
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void printsNothingAndLeavesNothingBehind(@TempDir Path folder) throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Path refused = TfliteFile.write(folder.resolve("refused.tflite"), "1234TFL3, but no flatbuffer".getBytes(
                StandardCharsets.US_ASCII));
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary,
                "-Dorg.bytedeco.javacpp.cachedir=" + cache, "-cp", System.getProperty("java.class.path"),
                RunOf.class.getName(), Shared.path("models/resnet8-cifar10-int8.tflite").toString(),
                refused.toString()).redirectErrorStream(true);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("", printed);
        assertEquals(0, process.waitFor());
        assertEquals(List.of(), names(temporary));
        assertTrue(names(cache).stream().noneMatch(name -> name.contains("tensorflow")), names(cache).toString());
    }

    @Test
    void knowsItsVersion() {
        assertTrue(TfliteLibrary.here().version().startsWith("2."), TfliteLibrary.here().version());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
