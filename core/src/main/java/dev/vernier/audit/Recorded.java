package dev.vernier.audit;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// One model's predictions with what is known of the samples.
///
/// @param name what messages call it, such as its file
/// @param ids int64 `[n]`, the content hash of each sample; empty where it is not known
/// @param preprocessing what was done to the samples; empty where it is not known
public record Recorded(String name, Predictions predictions, Optional<Tensor> ids, Optional<String> preprocessing) {
    /// @throws InputException where there is not an id per sample, or no sample is labelled
    public Recorded {
        if (ids.isPresent() && ids.get().size() != predictions.n()) {
            throw new InputException(name + ": " + ids.get().size() + " ids for " + predictions.n()
                    + " predictions, needed as many of both");
        }
        if (predictions.labelled() == 0) {
            throw new InputException(name + ": no sample has a label, needed labels to compare accuracies");
        }
    }
}
