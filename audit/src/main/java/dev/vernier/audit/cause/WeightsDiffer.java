package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Weights that are no rounding of the float ones: of another checkpoint, never loaded, transposed, shuffled.
final class WeightsDiffer implements Cause {
    /// A rounding that was learnt moves a weight to the other code beside it, and no further.
    private static final double EITHER_NEIGHBOUR = 2;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<Difference> differences = WeightPair.of(subject).stream().filter(WeightsDiffer::isUnexplained)
                .map(Difference::of).sorted(Comparator.comparingDouble(Difference::noise).reversed()).toList();
        if (differences.isEmpty()) {
            return List.of();
        }
        Repair repair = differences.stream().map(one -> Edits.ofLayer(one.pair, subject))
                .reduce(faulty -> faulty, Repair::and);
        return List.of(new Suspicion(FindingId.WEIGHTS_DIFFER,
                differences.stream().map(one -> one.pair.name()).toList(),
                differences.size() + " of " + subject.same().layers().size()
                        + " layers have weights that are no rounding of the float model's",
                differences.getFirst().text(), differences.getFirst().numbers(),
                differences.stream().anyMatch(Difference::isProof), Optional.of(repair),
                "quantize the checkpoint that is deployed, and check that every weight was loaded"));
    }

    private static boolean isUnexplained(WeightPair pair) {
        return !pair.isRounding() && ScalePermuted.rightScales(pair).isEmpty()
                && BatchNormMismatch.factors(pair).isEmpty() && CoarseGrid.of(pair) == 0;
    }

    /// @param apart how many weights are no rounding
    /// @param far how many lie beyond both codes that are near
    /// @param noise the energy of the difference by that of the float weights
    private record Difference(WeightPair pair, int apart, int far, double noise) {
        static Difference of(WeightPair pair) {
            double signal = 0;
            double noise = 0;
            for (int i = 0; i < pair.reference().size(); i++) {
                double real = pair.reference().floatAt(i);
                double difference = pair.candidate().floatAt(i) - real;
                signal += real * real;
                noise += difference * difference;
            }
            return new Difference(pair, pair.apart(1), pair.apart(EITHER_NEIGHBOUR), noise / signal);
        }

        boolean isProof() {
            return far > 0;
        }

        Numbers numbers() {
            return Numbers.of("apart", apart).and("weights", pair.reference().size()).and("beyond_neighbours", far)
                    .and("sqnr_db", -10 * Math.log10(noise));
        }

        String text() {
            return String.format(Locale.ROOT,
                    "'%s': %,d of %,d weights are more than half a step apart, SQNR = %.1f dB",
                    pair.name(), apart, pair.reference().size(), -10 * Math.log10(noise));
        }
    }
}
