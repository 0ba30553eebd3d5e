package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Output channels whose weights are all zero though the float model's are not: pruned, or never loaded. The other channels
/// of such a layer are roundings of the float ones, else the layer is another one altogether.
final class ZeroedChannels implements Cause {
    @Override
    public List<Suspicion> examine(Subject subject) {
        List<String> tensors = new ArrayList<>();
        int zeroed = 0;
        int channels = 0;
        Repair repair = faulty -> faulty;
        for (WeightPair pair : WeightPair.of(subject)) {
            int count = pair.isRounding() ? 0 : pair.zeroed();
            if (count > 0) {
                tensors.add(pair.name());
                zeroed += count;
                channels += pair.channels();
                repair = repair.and(Edits.ofLayer(pair, subject));
            }
        }
        if (tensors.isEmpty()) {
            return List.of();
        }
        return List.of(new Suspicion(FindingId.CHANNELS_ZEROED, tensors,
                (tensors.size() == 1 ? "a layer has" : tensors.size() + " layers have")
                        + " channels of zeros where the float model has weights",
                String.format(Locale.ROOT, "%d of %d channels are zero", zeroed, channels),
                Numbers.of("zeroed_channels", zeroed).and("channels", channels),
                true, Optional.of(repair),
                "quantize the checkpoint that was evaluated; a pruned model is compared with the pruned float model"));
    }
}
