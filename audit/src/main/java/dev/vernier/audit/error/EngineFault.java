package dev.vernier.audit.error;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Workers;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An engine that computes something else than the reference interpreter, which is the definition, computes from the same
/// graph and sample. Whatever rests on its rung then says nothing about a model or a file.
///
/// @param rung that the graph stands on
/// @param sample its place in the data set
/// @param node the label of the first node that differs, alone or fused with others
/// @param differing samples that differ, of `tried`
public record EngineFault(String engine, String rung, int sample, String node, Difference difference, int differing,
        int tried) {
    /// One value of a tensor.
    ///
    /// @param at its place among the sample's values
    record Difference(String tensor, int at, double made, double defined) {}

    /// How long the first node is looked for. Each candidate takes a plan of its own, since an engine that shows a tensor
    /// fuses other nodes than one that does not.
    private static final long SEARCH_NANOS = 20_000_000_000L;

    /// The samples run in one batch, since engines take other kernels for a single one.
    ///
    /// @param samples places in the loader's data set, at least one
    /// @return the first sample that differs; empty where none does, or the engine cannot run the graph
    public static Optional<EngineFault> of(String rung, Engine engine, Graph graph, Loader loader,
            List<Integer> samples, int threads) {
        if (engine instanceof ReferenceEngine) {
            return Optional.empty();
        }
        Map<String, Closeness> closeness = Closeness.of(graph);
        Batch x = loader.load(samples);
        List<Map<String, Tensor>> defined = new ArrayList<>();
        Workers.run(samples, threads, () -> reference(graph, Set.of()),
                (session, sample) -> session.run(loader.load(sample, 1).inputs(graph.inputNames())), defined::add);
        Optional<Map<String, Tensor>> made = made(engine, graph, Set.of(), x);
        if (made.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> differing = new ArrayList<>();
        Map<Integer, Difference> outputs = new HashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            Optional<Difference> found = first(Set.copyOf(graph.outputs()), made.get(), defined.get(i), i,
                    samples.size(), closeness);
            if (found.isPresent()) {
                differing.add(i);
                outputs.put(i, found.get());
            }
        }
        if (differing.isEmpty()) {
            return Optional.empty();
        }
        int row = differing.getFirst();
        Difference difference = located(engine, graph, x, row, samples.size(), closeness).orElse(outputs.get(row));
        Node node = graph.producers().get(difference.tensor());
        return Optional.of(new EngineFault(engine.name(), rung, samples.get(row),
                node == null ? difference.tensor() : node.label(), difference, differing.size(), samples.size()));
    }

    private static Session reference(Graph graph, Set<String> taps) {
        return new ReferenceEngine().open(graph, new SessionOptions(1, taps));
    }

    private static Optional<Map<String, Tensor>> made(Engine engine, Graph graph, Set<String> taps, Batch x) {
        try (Session session = engine.open(graph, SessionOptions.DEFAULT.withTaps(taps))) {
            return Optional.of(session.run(x.inputs(graph.inputNames())));
        } catch (IllegalArgumentException cannotRun) {
            return Optional.empty();
        }
    }

    /// The first tensor, in the order of the nodes, that differs while the engine shows it alone.
    private static Optional<Difference> located(Engine engine, Graph graph, Batch x, int row, int rows,
            Map<String, Closeness> closeness) {
        long end = System.nanoTime() + SEARCH_NANOS;
        Set<String> tensors = graph.nodes().stream().flatMap(node -> node.outputs().stream())
                .filter(name -> !name.isEmpty()).collect(Collectors.toSet());
        Map<String, Tensor> defined;
        try (Session session = reference(graph, tensors)) {
            defined = session.run(x.part(row, row + 1).inputs(graph.inputNames()));
        }
        for (Node node : graph.nodes()) {
            for (String tensor : node.outputs()) {
                if (tensors.contains(tensor) && System.nanoTime() < end) {
                    Optional<Difference> found = made(engine, graph, Set.of(tensor), x)
                            .flatMap(made -> first(Set.of(tensor), made, defined, row, rows, closeness));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// The value of one sample that differs, among some tensors of a batch.
    private static Optional<Difference> first(Set<String> tensors, Map<String, Tensor> made,
            Map<String, Tensor> defined, int row, int rows, Map<String, Closeness> closeness) {
        for (String tensor : tensors) {
            Tensor all = made.get(tensor);
            Tensor one = defined.get(tensor);
            if (all != null && one != null && all.size() == (long) rows * one.size()) {
                int at = closeness.getOrDefault(tensor, Closeness.EXACT).firstApart(all, row * one.size(), one);
                if (at >= 0) {
                    return Optional.of(new Difference(tensor, at, all.doubleAt(row * one.size() + at),
                            one.doubleAt(at)));
                }
            }
        }
        return Optional.empty();
    }

    public Finding finding() {
        return new Finding(FindingId.ENGINE_FAULT, Finding.Severity.ERROR, Optional.of(difference.tensor()),
                String.format(Locale.ROOT,
                        "a fault of Vernier's, not of the model or its file: on rung %s engine %s computes something else "
                                + "than the reference for %d of %s; nothing that rests on this rung is proven",
                        rung, engine, differing, new Counted(tried, "sample")),
                String.format(Locale.ROOT,
                        "sample %d: node '%s' is the first that differs: '%s' at %d is %s, the reference "
                                + "has %s",
                        sample, node, difference.tensor(), difference.at(), number(difference.made()),
                        number(difference.defined())),
                Optional.empty(),
                Optional.of("run it with --engine reference, and report this with the model"))
                .withNumbers(Numbers.of("differing", differing).and("tried", tried).and("sample", sample)
                        .and("made", difference.made()).and("defined", difference.defined()));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
