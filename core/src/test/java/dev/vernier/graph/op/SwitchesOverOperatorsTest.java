package dev.vernier.graph.op;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The compiler asks every exhaustive `switch` about a new operator. It does not ask one with a `default`: each of those
/// stands here, with the reason why a new operator may pass it unasked, or with what goes wrong quietly where it must not.
class SwitchesOverOperatorsTest {
    private static final Map<String, String> WITH_DEFAULT = Map.ofEntries(
            entry("MultiplyAdds.of", "only layers with weights count; one that is missing counts as nothing"),
            entry("OnnxRuntimeRounding.of", "only integer sums that ONNX Runtime rounds in another way"),
            entry("RemoveIdentity.apply", "a rule: what it does not know stays"),
            entry("FoldBatchNorm.apply", "a rule: what it does not know stays"),
            entry("Layer.of", "what has no integer kernel stays in float"),
            entry("Activation.of",
                    "what is no function of one number is none of oneDNN's; the functions have a switch of their own"),
            entry("Clamp.of", "what is no clamp runs by itself"),
            entry("BoundConfig.fixed", "TensorFlow Lite fixes the ranges of these functions only"),
            entry("Placement.spreadEverywhere",
                    "what has no case makes reals; Op.movesValues() decides for what moves codes"),
            entry("CodeTable.of", "TensorFlow Lite has codes of these functions only; others run in float"),
            entry("CodeFunctions.table", "what is no function of one code runs in float between codes"),
            entry("IntegerLowering.lowerToCodes", "what has no integer form runs in float between codes"),
            entry("QdqLift.params", "only quantize and dequantize nodes have parameters"),
            entry("ExactLayers.make", "what is no layer runs on oneDNN"),
            entry("BaselineLayer.of", "what is no layer is not timed bare"),
            entry("Schedule.operands", "only sums are moved behind what they add"),
            entry("Planner.addition", "only sums are fused with a convolution"));

    private static final Pattern NOT_CODE = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'|//[^\n]*|/\\*[\\s\\S]*?\\*/");
    private static final Pattern SWITCH = Pattern.compile("\\bswitch \\(");
    private static final Pattern METHOD = Pattern.compile("(?m)^ {4,8}[\\w<>\\[\\], .?]+ (\\w+)\\(");
    private static final Pattern CASE = Pattern.compile("\\bcase ([\\w.]+)");

    private static final Set<String> OPERATORS = names(Op.class);

    @Test
    void areExhaustiveOrListedHere() {
        Set<String> found = new TreeSet<>();
        sources().forEach(source -> found.addAll(withDefault(source)));
        assertEquals(new TreeSet<>(WITH_DEFAULT.keySet()), found);
    }

    private static List<Path> sources() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/adding-an-op.md"))) {
            root = root.getParent();
        }
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SwitchesOverOperatorsTest::files)
                    .toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /// `Class.method` of every switch over operators that has a default.
    private static Set<String> withDefault(Path source) {
        String code = NOT_CODE.matcher(text(source)).replaceAll(" ");
        Set<String> found = new HashSet<>();
        SWITCH.matcher(code).results().forEach(start -> {
            String labels = labels(code, code.indexOf('{', start.end()));
            boolean overOperators =
                    CASE.matcher(labels).results().anyMatch(label -> OPERATORS.contains(label.group(1)));
            if (overOperators && labels.contains("default ->")) {
                String file = source.getFileName().toString();
                found.add(file.substring(0, file.indexOf('.')) + "." + method(code.substring(0, start.start())));
            }
        });
        return found;
    }

    private static Set<String> names(Class<?> family) {
        Set<String> names = new HashSet<>(Set.of(family.getSimpleName()));
        for (Class<?> member : family.getPermittedSubclasses()) {
            names.addAll(member.isSealed() ? names(member) : Set.of(member.getSimpleName()));
        }
        return names;
    }

    /// What stands in a block, without the blocks inside it.
    private static String labels(String code, int open) {
        StringBuilder labels = new StringBuilder();
        int depth = 1;
        for (int i = open + 1; depth > 0; i++) {
            char c = code.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            labels.append(depth == 1 ? c : ' ');
        }
        return labels.toString();
    }

    private static String method(String before) {
        Matcher matcher = METHOD.matcher(before);
        String last = "";
        while (matcher.find()) {
            last = matcher.group(1);
        }
        return last;
    }

    private static String text(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
