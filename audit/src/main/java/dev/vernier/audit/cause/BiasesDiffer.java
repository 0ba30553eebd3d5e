package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Biases that are no rounding of the float ones, of layers whose weights are and whose input is not what is wrong. No proof by itself: to correct biases for
/// what quantization shifts is a method, too (Nagel et al. 2019, section 4.2).
final class BiasesDiffer implements Cause {
    /// Of the layer's largest, what batch norm folded by others may make of it.
    private static final float NEAR = 0.02f;

    @Override
    public List<Suspicion> examine(Subject subject) {
        Set<LayerPair> rounded = WeightPair.of(subject).stream().filter(WeightPair::isRounding).map(WeightPair::layers)
                .collect(Collectors.toSet());
        rounded.removeAll(BiasUnits.ofUnfitRanges(subject));
        List<String> tensors = new ArrayList<>();
        double largest = 0;
        Repair repair = faulty -> faulty;
        for (BiasPair pair : BiasPair.of(subject)) {
            IntPredicate differs = channel -> pair.candidate(channel) != 0 && distance(pair, channel) > 0;
            List<Integer> channels = IntStream.range(0, pair.channels()).filter(differs).boxed().toList();
            if (rounded.contains(pair.layers()) && !channels.isEmpty()) {
                tensors.add(pair.name());
                largest = Math.max(largest, channels.stream().mapToDouble(channel -> distance(pair, channel)).max()
                        .getAsDouble());
                repair = repair
                        .and(faulty -> Edits.withBias(faulty, pair.layers().candidate(),
                                pair.restored(channel -> pair.candidate(channel) != 0)));
            }
        }
        if (tensors.isEmpty()) {
            return List.of();
        }
        return List.of(new Suspicion(FindingId.BIASES_DIFFER, tensors,
                (tensors.size() == 1 ? "a bias is" : tensors.size() + " biases are")
                        + " no rounding of the float model's, though the weights beside are",
                String.format(Locale.ROOT, "largest difference = %.4g", largest),
                Numbers.of("largest_difference", largest), false, Optional.of(repair),
                "copy the biases of the checkpoint that the weights come from"));
    }

    /// 0 where the difference may be rounding.
    private static double distance(BiasPair pair, int channel) {
        double distance = Math.abs(pair.candidate(channel) - pair.reference(channel));
        return distance > 2 * pair.step(channel) + NEAR * pair.largest() ? distance : 0;
    }
}
