package dev.vernier.audit.cause;

import dev.vernier.audit.error.TensorError;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.calibrate.ChannelMinMax;
import dev.vernier.calibrate.MinMax;
import dev.vernier.quant.QuantizedModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Activations of which one channel reaches so much further than every other that it takes their codes.
final class OutlierChannel implements Cause {
    /// Two of eight bits; no channel of a network trained without one comes near.
    private static final double FAR = 4;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<Found> found =
                UnifiedScaleGroup.of(subject).stream().flatMap(group -> Found.of(group, subject.errors()).stream())
                        .sorted(Comparator.comparing(Found::ratio).reversed()).toList();
        if (found.isEmpty()) {
            return List.of();
        }
        List<String> tensors = found.stream().flatMap(one -> one.group().tensors().stream()).toList();
        Found worst = found.getFirst();
        return List.of(new Suspicion(FindingId.OUTLIER_CHANNEL, tensors,
                (tensors.size() == 1 ? "an activation has" : tensors.size() + " activations have")
                        + " one channel that takes the codes from all others",
                String.format(Locale.ROOT, "'%s': channel %d reaches %.4g, the next %.4g (%.3g times), the median %.4g",
                        tensors.getFirst(), worst.channel(), worst.largest(), worst.next(), worst.ratio(),
                        worst.median()),
                Numbers.of("channel", worst.channel()).and("largest", worst.largest()).and("next", worst.next())
                        .and("ratio", worst.ratio()).and("median", worst.median()),
                false, Optional.of(faulty -> inFloat(faulty, tensors)),
                "keep them in float, or give that channel a scale of its own by scaling the weights before and behind it"));
    }

    private static QuantizedModel inFloat(QuantizedModel model, List<String> tensors) {
        Set<String> left = new HashSet<>(tensors);
        return new QuantizedModel(model.graph(), model.quantization().only(name -> !left.contains(name)));
    }

    /// @param channel the one that reaches furthest from zero
    /// @param largest how far
    /// @param next how far the one behind it reaches
    private record Found(UnifiedScaleGroup group, int channel, double largest, double next, double median) {
        static Optional<Found> of(UnifiedScaleGroup group, Map<String, TensorError> errors) {
            return Optional.ofNullable(errors.get(group.tensors().getFirst())).flatMap(TensorError::channels)
                    .map(ChannelMinMax::channels).filter(channels -> channels.size() > 2)
                    .map(channels -> of(group, channels.stream().mapToDouble(Found::reach).toArray()))
                    .filter(one -> one.next > 0 && one.ratio() >= FAR);
        }

        private static Found of(UnifiedScaleGroup group, double[] reach) {
            int channel =
                    IntStream.range(0, reach.length).boxed().max(Comparator.comparing(i -> reach[i])).orElseThrow();
            double[] ascending = reach.clone();
            Arrays.sort(ascending);
            return new Found(group, channel, reach[channel], ascending[reach.length - 2], ascending[reach.length / 2]);
        }

        private static double reach(MinMax channel) {
            return Math.max(-channel.low(), channel.high());
        }

        double ratio() {
            return largest / next;
        }
    }
}
