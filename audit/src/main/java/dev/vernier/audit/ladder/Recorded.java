package dev.vernier.audit.ladder;

import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// One model's predictions with what is known of the samples.
///
/// @param name what messages call it, such as its file
/// @param ids int64 `[n]`, the content hash of each sample; empty where it is not known
/// @param preprocessing what was done to the samples; empty where it is not known
/// @param slices the group that the user put each sample into; empty where he did not
public record Recorded(String name, Predictions predictions, Optional<Tensor> ids, Optional<String> preprocessing,
        List<Integer> slices) {
    /// @throws InputException where there is not an id or a slice per sample, or no sample is labelled
    public Recorded {
        slices = List.copyOf(slices);
        ids.ifPresent(known -> requirePerSample(name, "ids", known.size(), predictions));
        if (!slices.isEmpty()) {
            requirePerSample(name, "slices", slices.size(), predictions);
        }
        if (predictions.labelled() == 0) {
            throw new InputException(name + ": no sample has a label, needed labels to compare accuracies");
        }
    }

    private static void requirePerSample(String name, String what, int count, Predictions predictions) {
        if (count != predictions.n()) {
            throw new InputException(name + ": " + count + " " + what + " for " + predictions.n()
                    + " predictions, needed as many of both");
        }
    }
}
