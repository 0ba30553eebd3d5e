package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.finding.FindingId;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the command line tells of itself.
final class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"quantize", "calibrate", "eval", "audit", "compare", "claim", "inspect", "bench",
        "dequantize", "demo", "explain", "completion"})
    void tellsVersionExamplesAndStatusesOfEachCommand(String command) {
        assertTrue(Vernier.run(command, "-V").out().startsWith("vernier "));
        String help = Vernier.run(command, "--help").out();
        assertTrue(help.contains("\n  vernier " + command) || help.contains("(vernier " + command), help);
        assertTrue(help.contains("Exit status:"), help);
        String rest = help.replaceAll("(?s).*\nMore:\n", "").replaceAll("(?s)\n\n.*|\nExit.*", "");
        assertEquals(List.of("--help", "--version"),
                Pattern.compile("^ +(?:-\\w, )?(--[a-z-]+)", Pattern.MULTILINE).matcher(rest).results()
                        .map(found -> found.group(1)).toList(),
                help);
    }

    @Test
    void namesOnlyEnginesThatACommandTakes() {
        assertFalse(Vernier.run("quantize", "--help").out().contains("onnxruntime-exact, whose"));
        assertTrue(Vernier.run("eval", "--help").out().contains("onnxruntime-exact, whose"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", value = {"quantzie => quantize", "demo --limitt 3 => --limit",
        "explain mising-bias => missing-bias", "inspect x.onnx --jsn - => --json", "demo --qconfig x68 => x86",
        "demo --engine onedn => onednn", "quantize --calibrat 3 => --calibrate"})
    void asksWhetherTheNearestWordWasMeant(String line, String meant) {
        String said = Vernier.run((Object[]) line.split(" ")).err();
        assertTrue(said.contains("did you mean '" + meant + "'?"), said);
        assertEquals(1, said.lines().count(), said);
    }

    @Test
    void asksNothingWhereNoWordIsNear() {
        assertFalse(Vernier.run("gremlins").err().contains("did you mean"));
        assertFalse(Vernier.run("explain", "x".repeat(10_000)).err().contains("did you mean"));
    }

    @Test
    void listsEveryFindingOnALine() {
        List<String> lines = Vernier.run("explain").out().lines().toList();
        assertEquals(FindingId.values().length, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.endsWith(".") && line.length() < 160), lines.toString());
    }

    @ParameterizedTest
    @CsvSource({"bash, --calibration-data", "zsh, bashcompinit", "fish, -l calibration-data"})
    void completesInEachShell(String shell, String part) {
        Vernier run = Vernier.run("completion", shell);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains(part), run.out());
    }
}
