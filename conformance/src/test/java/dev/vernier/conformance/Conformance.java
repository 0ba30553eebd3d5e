package dev.vernier.conformance;

import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;

/// Runs every published case on an engine. A case must pass or be listed as a known gap, and one that is listed must
/// not pass.
final class Conformance {
    private Conformance() {}

    /// How many cases of one operator passed, of how many.
    private record Score(int passed, int all) {
        Score with(boolean pass) {
            return new Score(passed + (pass ? 1 : 0), all + 1);
        }
    }

    static void verify(Engine engine) {
        List<Case> cases = Cases.read(Shared.path("data/onnx-node-tests.zip"));
        KnownGaps gaps = KnownGaps.read(list(), engine.name());
        Map<String, Score> scores = new TreeMap<>();
        List<String> surprises = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (Case published : cases) {
            Optional<String> failure = failure(published, engine);
            Optional<String> listed = gaps.reason(published);
            String group = published.operators().size() == 1 ? published.operators().iterator().next() : "(several)";
            scores.put(group, scores.getOrDefault(group, new Score(0, 0)).with(failure.isEmpty()));
            gaps.pattern(published).ifPresent(used::add);
            if (failure.isPresent() && listed.isEmpty()) {
                surprises.add(published.name() + " neither passes nor is listed: " + failure.get());
            } else if (failure.isEmpty() && listed.isPresent()) {
                surprises.add(published.name() + " passes, but is listed: " + listed.get());
            }
        }
        gaps.patterns()
                .keySet()
                .stream()
                .filter(pattern -> !used.contains(pattern))
                .forEach(pattern -> surprises.add("pattern " + pattern + " matches no case"));
        print(engine, scores);
        Assertions.assertTrue(surprises.isEmpty(), () -> engine.name() + ":\n" + String.join("\n", surprises));
    }

    static Path list() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/conformance.md"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs/conformance.md");
    }

    private static Optional<String> failure(Case published, Engine engine) {
        try {
            Graph graph = published.graph();
            Map<String, Tensor> inputs = published.inputs(graph);
            List<Tensor> expected = published.expected(graph);
            Graph runnable = runnable(graph, inputs);
            inputs.keySet().removeAll(runnable.constants().keySet());
            try (Session session = engine.open(runnable, SessionOptions.DEFAULT)) {
                Map<String, Tensor> actual = session.run(inputs);
                Comparison.compare(published, expected, graph.outputs().stream().map(actual::get).toList());
            }
            return Optional.empty();
        } catch (RuntimeException | AssertionError failure) {
            return Optional.of(failure.toString());
        }
    }

    /// Shapes, axes and the like are inputs of these models. Where the shapes of the graph depend on them they become
    /// constants: first all inputs but the first, then that one too.
    static Graph runnable(Graph graph, Map<String, Tensor> inputs) {
        for (int kept = graph.inputs().size(); kept > 0; kept = kept > 1 ? 1 : 0) {
            Graph bound = bound(graph, inputs, kept);
            try {
                Inference.types(bound);
                return bound;
            } catch (IllegalArgumentException dependsOnInputs) {
                // the next one binds more of them
            }
        }
        return bound(graph, inputs, 0);
    }

    private static Graph bound(Graph graph, Map<String, Tensor> inputs, int kept) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        graph.inputs().stream().skip(kept).map(Input::name).forEach(name -> constants.put(name, inputs.get(name)));
        return new Graph(graph.inputs().subList(0, kept), constants, graph.nodes(), graph.outputs());
    }

    private static void print(Engine engine, Map<String, Score> scores) {
        StringBuilder text = new StringBuilder("ONNX's published cases on " + engine.name() + ":\n");
        scores.forEach((operator, score) -> {
            if (score.passed() > 0) {
                text.append("  %-24s %4d of %4d%n".formatted(operator, score.passed(), score.all()));
            }
        });
        int others = scores.values().stream().filter(score -> score.passed() == 0).mapToInt(Score::all).sum();
        int passed = scores.values().stream().mapToInt(Score::passed).sum();
        int all = scores.values().stream().mapToInt(Score::all).sum();
        text.append("  %-24s %4d of %4d%n".formatted("(other operators)", 0, others));
        text.append("  %-24s %4d of %4d%n".formatted("total", passed, all));
        System.out.print(text);
    }
}
