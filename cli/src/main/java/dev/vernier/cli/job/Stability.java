package dev.vernier.cli.job;

import dev.vernier.audit.Finding;
import dev.vernier.audit.FindingId;
import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Settling;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.quant.Range;
import dev.vernier.quant.RangeChoice;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether the ranges had settled: by the operators that make the tensors, how far their scales moved when the number of
/// samples doubled.
///
/// @param groups without the tensors that one half of the samples did not reach
public record Stability(List<Group> groups) {
    /// From here on it is worth a warning: half the scale is 3.5 dB of quantization noise.
    private static final double FAR = 0.5;

    public Stability {
        groups = List.copyOf(groups);
    }

    /// @param operator the word of the operator that makes the tensors, or `input`
    /// @param tensors by movement, the largest first
    public record Group(String operator, List<Settling> tensors) {
        public Group {
            tensors = tensors.stream().sorted(Comparator.comparing(Settling::movement).reversed()).toList();
        }

        public Settling largest() {
            return tensors.getFirst();
        }

        public double median() {
            return tensors.get(tensors.size() / 2).movement();
        }
    }

    /// The tensors whose ranges had not settled, the worst first.
    public List<Settling> unsettled() {
        return groups.stream().flatMap(group -> group.tensors().stream()).filter(settling -> !settling.isSettled())
                .sorted(Comparator.comparing(Settling::movement).reversed()).toList();
    }

    public int tensors() {
        return groups.stream().mapToInt(group -> group.tensors().size()).sum();
    }

    /// What it says of a calibration.
    ///
    /// @param samples how many there were
    public List<Finding> findings(long samples) {
        List<Settling> unsettled = unsettled();
        if (samples == 0 || tensors() > 0 && unsettled.isEmpty()) {
            return List.of();
        }
        Optional<Settling> worst = unsettled.stream().findFirst();
        String text = worst.isEmpty()
                ? String.format(Locale.ROOT, "%,d samples are too few to see whether ranges settle", samples)
                : String.format(Locale.ROOT,
                        "%d of %d scales still moved by %.0f %% or more over the last half of %,d samples",
                        unsettled.size(), tensors(), 100 * Settling.LIMIT, samples);
        boolean isMinor = worst.filter(most -> most.movement() < FAR).isPresent();
        return List.of(new Finding(FindingId.NOT_SETTLED,
                isMinor ? Finding.Severity.INFO : Finding.Severity.WARNING, worst.map(Settling::tensor), text,
                worst.map(most -> String.format(Locale.ROOT, "'%s' moved by %.1f %%", most.tensor(),
                        100 * most.movement())).orElse("samples = " + samples),
                Optional.empty(),
                Optional.of("calibrate on more: min/max needs many more than mse or percentile")));
    }

    /// Gives ranges to who asks for them, and looks how far each had settled under the rule and codes asked for.
    static final class Observed implements RangeChoice {
        private final Calibration<?> calibration;
        private final Map<String, Settling> settlings = new TreeMap<>();

        Observed(Calibration<?> calibration) {
            this.calibration = calibration;
        }

        @Override
        public Optional<Range> range(String tensor, RangeRule rule, Scheme scheme) {
            calibration.settling(tensor, rule, scheme).ifPresent(settling -> settlings.put(tensor, settling));
            return calibration.range(tensor, rule, scheme);
        }

        Stability stability(Graph graph) {
            Map<String, Node> producers = graph.producers();
            Map<String, List<Settling>> groups = new TreeMap<>();
            settlings.forEach((tensor, settling) -> groups
                    .computeIfAbsent(producers.containsKey(tensor) ? producers.get(tensor).op().word() : "input",
                            absent -> new ArrayList<>())
                    .add(settling));
            return new Stability(
                    groups.entrySet().stream().map(entry -> new Group(entry.getKey(), entry.getValue())).toList());
        }
    }
}
