package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Layers whose bias is absent, or 0 in some channels or all, where the float model's is not.
final class MissingBias implements Cause {
    /// A bias so much smaller than the layer's largest may well be 0 in float.
    private static final float SMALL = 1e-3f;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<String> tensors = new ArrayList<>();
        int channels = 0;
        double largest = 0;
        Repair repair = faulty -> faulty;
        for (BiasPair pair : BiasPair.of(subject)) {
            int missing = 0;
            for (int channel = 0; channel < pair.channels(); channel++) {
                if (isMissing(pair, channel)) {
                    missing++;
                    largest = Math.max(largest, Math.abs(pair.reference(channel)));
                }
            }
            if (missing > 0) {
                tensors.add(pair.name());
                channels += missing;
                Tensor bias = pair.restored(channel -> isMissing(pair, channel));
                repair = repair.and(faulty -> Edits.withBias(faulty, pair.layers().candidate(), bias));
            }
        }
        if (tensors.isEmpty()) {
            return List.of();
        }
        return List.of(new Suspicion(FindingId.MISSING_BIAS, tensors,
                tensors.size() + " of " + subject.same().layers().size()
                        + " layers lack the bias that the float model has",
                String.format(Locale.ROOT, "%d channels, largest bias that is missing = %.4g", channels, largest),
                Numbers.of("channels", channels).and("largest_missing_bias", largest)
                        .and("layers", subject.same().layers().size()),
                true,
                Optional.of(repair), "copy the biases too when weights are taken over"));
    }

    private static boolean isMissing(BiasPair pair, int channel) {
        return pair.candidate(channel) == 0
                && Math.abs(pair.reference(channel)) > Math.max(pair.step(channel), pair.largest() * SMALL);
    }
}
