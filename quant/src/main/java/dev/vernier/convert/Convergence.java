package dev.vernier.convert;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.TensorConvergence;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.quant.Range;
import dev.vernier.quant.RangeChoice;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether the ranges had settled: by the operators that make the tensors, how far their scales moved when the number of
/// samples doubled.
///
/// @param groups without the tensors that one half of the samples did not reach
public record Convergence(List<Group> groups) {
    public Convergence {
        groups = List.copyOf(groups);
    }

    /// @param operator the word of the operator that makes the tensors, or `input`
    /// @param tensors by movement, the largest first
    public record Group(String operator, List<TensorConvergence> tensors) {
        public Group {
            tensors = tensors.stream().sorted(Comparator.comparing(TensorConvergence::movement).reversed()).toList();
        }

        public TensorConvergence largest() {
            return tensors.getFirst();
        }

        public double median() {
            return tensors.get(tensors.size() / 2).movement();
        }
    }

    /// The tensors whose ranges had not settled, the worst first.
    public List<TensorConvergence> unsettled() {
        return groups.stream().flatMap(group -> group.tensors().stream())
                .filter(convergence -> !convergence.isSettled())
                .sorted(Comparator.comparing(TensorConvergence::movement).reversed()).toList();
    }

    public int tensors() {
        return groups.stream().mapToInt(group -> group.tensors().size()).sum();
    }

    /// Gives ranges to who asks for them, and looks how far each had settled under the rule and codes asked for.
    static final class Observed implements RangeChoice {
        private final Calibration<?> calibration;
        private final Map<String, TensorConvergence> convergences = new TreeMap<>();

        Observed(Calibration<?> calibration) {
            this.calibration = calibration;
        }

        @Override
        public Optional<Range> range(String tensor, RangeRule rule, Scheme scheme) {
            calibration.convergence(tensor, rule, scheme)
                    .ifPresent(convergence -> convergences.put(tensor, convergence));
            return calibration.range(tensor, rule, scheme);
        }

        Convergence convergence(Graph graph) {
            Map<String, Node> producers = graph.producers();
            Map<String, List<TensorConvergence>> groups = new TreeMap<>();
            convergences.forEach((tensor, convergence) -> groups
                    .computeIfAbsent(producers.containsKey(tensor) ? producers.get(tensor).op().word() : "input",
                            absent -> new ArrayList<>())
                    .add(convergence));
            return new Convergence(
                    groups.entrySet().stream().map(entry -> new Group(entry.getKey(), entry.getValue())).toList());
        }
    }
}
