package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Layers whose weights are the float ones times another factor in each output channel, as where batch norm was not folded,
/// folded with other statistics, or folded twice.
final class BatchNormMismatch implements Cause {
    /// One channel in so many may be no multiple.
    private static final int OTHERS = 20;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<String> tensors = new ArrayList<>();
        DoubleSummaryStatistics all = new DoubleSummaryStatistics();
        Repair repair = faulty -> faulty;
        for (WeightPair pair : WeightPair.of(subject)) {
            List<Double> factors = factors(pair);
            if (!factors.isEmpty()) {
                tensors.add(pair.name());
                factors.forEach(all::accept);
                repair = repair.and(Edits.ofLayer(pair, subject));
            }
        }
        if (tensors.isEmpty()) {
            return List.of();
        }
        return List.of(new Suspicion(FindingId.BATCH_NORM_MISMATCH, tensors,
                (tensors.size() == 1 ? "a layer has" : tensors.size() + " layers have")
                        + " the float weights times another factor in each channel, as without the right batch norm",
                String.format(Locale.ROOT, "%d channels are multiples with factors = %.4g to %.4g", all.getCount(),
                        all.getMin(), all.getMax()),
                Numbers.of("channels", all.getCount()).and("smallest_factor", all.getMin())
                        .and("largest_factor", all.getMax()),
                true, Optional.of(repair),
                "fold batch norm with the statistics and the epsilon of the trained model, once, before quantizing"));
    }

    /// The factors of the channels that have another than 1; none where channels point elsewhere or share one factor.
    static List<Double> factors(WeightPair pair) {
        List<Factors> possible = pair.isRounding() ? List.of() : pair.factors();
        List<Double> others = possible.stream().filter(one -> !one.isEmpty() && !one.holds(1)).map(Factors::middle)
                .toList();
        long elsewhere = possible.stream().filter(Factors::isEmpty).count();
        boolean isOneFactor = !possible.stream().reduce(Factors.ANY, Factors::and).isEmpty();
        return elsewhere * OTHERS > possible.size() || isOneFactor ? List.of() : others;
    }
}
