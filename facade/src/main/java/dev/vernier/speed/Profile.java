package dev.vernier.speed;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.onednn.BaselineLayers;
import dev.vernier.onednn.TimedSteps;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import dev.vernier.timing.Timing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Where a model's time goes: its steps on oneDNN, the slowest first.
public record Profile(List<Entry> entries) {
    /// One step.
    ///
    /// @param nodes what messages call the nodes that it computes; several where they are fused
    /// @param operators of these nodes
    /// @param implementation the code that runs, as oneDNN calls it
    /// @param milliseconds the median
    /// @param limit milliseconds of the bare primitive of its convolution or matrix product; empty for any other step
    public record Entry(List<String> nodes, List<String> operators, String implementation, double milliseconds,
            Optional<Double> limit) {}

    public Profile {
        entries = entries.stream().sorted(Comparator.comparing(Entry::milliseconds).reversed()).toList();
    }

    /// The sum of all steps; more than a run takes, since each is timed by itself.
    public double milliseconds() {
        return entries.stream().mapToDouble(Entry::milliseconds).sum();
    }

    /// Steps and bare primitives take turns.
    ///
    /// @param layers the bare primitives of the same graph
    /// @param milliseconds for about how long
    static Profile measure(Graph graph, SessionOptions options, Map<String, Tensor> inputs, BaselineLayers layers,
            long milliseconds) {
        try (TimedSteps timed = TimedSteps.of(graph, options)) {
            timed.time(inputs);
            layers.time();
            List<long[]> own = new ArrayList<>();
            List<long[]> bare = new ArrayList<>();
            long end = System.nanoTime() + milliseconds * 1_000_000;
            do {
                own.add(timed.time(inputs));
                bare.add(layers.time());
            } while (System.nanoTime() < end);
            return of(timed.steps(), medians(own), layers.layers(), medians(bare));
        }
    }

    /// A layer may have several steps: its limit stands beside the slowest of those that compute.
    private static Profile of(
            List<TimedSteps.Step> steps, List<Double> own, List<BaselineLayers.Layer> layers, List<Double> bare) {
        Double[] limits = new Double[steps.size()];
        for (int i = 0; i < layers.size(); i++) {
            String layer = layers.get(i).node();
            double limit = bare.get(i);
            IntStream.range(0, limits.length)
                    .filter(step -> !steps.get(step).isReorder()
                            && steps.get(step).nodes().stream().map(Node::label).anyMatch(layer::equals))
                    .boxed().max(Comparator.comparing(own::get)).ifPresent(step -> limits[step] = limit);
        }
        return new Profile(IntStream.range(0, limits.length).mapToObj(step -> new Entry(
                steps.get(step).nodes().stream().map(Node::label).toList(),
                steps.get(step).nodes().stream().map(node -> node.op().word()).toList(),
                steps.get(step).implementation(), own.get(step), Optional.ofNullable(limits[step]))).toList());
    }

    private static List<Double> medians(List<long[]> rounds) {
        return IntStream.range(0, rounds.getFirst().length)
                .mapToObj(step -> new Timing(rounds.stream().map(times -> times[step] / 1e6).toList(), 0).median())
                .toList();
    }
}
