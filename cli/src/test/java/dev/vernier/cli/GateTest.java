package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Gates of a ladder: every deployed form must pass, or the one that is named.
final class GateTest {
    @TempDir
    private Path folder;

    private Object[] quantize(Object... more) {
        Object[] all = {"quantize", new Models(folder).network(), "--data", "shapes", "--preprocess", "unit",
            "--calibrate", 32, "--limit", 64, "-o", folder.resolve("q.onnx"), "--reduce-range"};
        Object[] words = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, words, all.length, more.length);
        return words;
    }

    private static List<String> rungs(JsonNode forms) {
        return StreamSupport.stream(forms.spliterator(), false).map(form -> form.get("rung").asString()).toList();
    }

    @Test
    void isSetForEveryDeployedFormAndEachHasAVerdict() {
        JsonNode answer = Vernier.json(quantize("--max-drop", 100));
        assertEquals(List.of("integer", "onnxruntime"), rungs(answer.get("verdicts")));
        assertEquals(List.of("integer", "onnxruntime"), rungs(answer.get("gate").get("forms")));
        assertEquals("met", answer.get("gate").get("id").asString());
        assertEquals(answer.get("verdict").get("text").asString(),
                answer.get("verdicts").get(0).get("text").asString());
    }

    @Test
    void isSetForOneRungWhereThatIsNamedAndTheLastLineIsTheConclusion() {
        Vernier run = Vernier.run(quantize("--max-drop", 100, "--gate", "onnxruntime"));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("int8 in ONNX Runtime on this CPU: gate met")
                && !run.out().contains("int8: gate met"), run.out());
        assertTrue(run.out().strip().lines().toList().getLast().startsWith("int8"), run.out());
    }

    @Test
    void refusesARungThatIsUnknownNotClimbedOrHasNoGate() {
        Vernier unknown = Vernier.run(quantize("--max-drop", 1, "--gate", "attic"));
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("attic, known: integer, onnxruntime, "), unknown.err());
        Vernier alone = Vernier.run(quantize("--gate", "integer"));
        assertEquals(1, alone.status());
        assertTrue(alone.err().contains("without --max-drop"), alone.err());
        Vernier absent = Vernier.run(quantize("--max-drop", 1, "--gate", "candidate"));
        assertEquals(1, absent.status());
        assertTrue(absent.err().contains("rung candidate was not climbed, needed one of integer, onnxruntime"),
                absent.err());
    }
}
