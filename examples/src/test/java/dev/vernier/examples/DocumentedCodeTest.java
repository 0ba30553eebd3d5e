package dev.vernier.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What pages show of Java is compiled: it stands in an example.
class DocumentedCodeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Path SOURCES = Path.of("src/main/java/dev/vernier/examples");

    @ParameterizedTest
    @ValueSource(strings = {"../README.md", "../docs/library.md"})
    void everyJavaBlockStandsInAnExample(String page) throws IOException {
        List<String> sources = sources();
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of(page))).results().map(found -> found.group(1))
                .toList();
        assertFalse(blocks.isEmpty(), page + " shows no Java");
        for (String block : blocks) {
            assertTrue(sources.stream().anyMatch(source -> source.contains(bare(block))),
                    page + ": in no example, line after line:\n" + block);
        }
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<String> sources = new ArrayList<>();
            for (Path file : files.toList()) {
                sources.add(bare(Files.readString(file)));
            }
            return sources;
        }
    }

    private static String bare(String text) {
        return text.replaceAll("\\s", "");
    }
}
