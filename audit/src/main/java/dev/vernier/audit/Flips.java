package dev.vernier.audit;

import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.data.Loader;
import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The samples that one model gets right and the other wrong.
///
/// @param lost those that the reference gets right, of which `shown` holds the first ones
/// @param gained those that the candidate gets right, of which `shown` holds the first ones
/// @param shown lost ones before gained ones, each in the data's order
public record Flips(int lost, int gained, List<Flip> shown) {
    private static final int MOST_OF_A_KIND = 20;

    public Flips {
        shown = List.copyOf(shown);
    }

    /// @param sample its place among those evaluated
    /// @param reference the reference's prediction
    /// @param candidate the candidate's
    /// @param picture a `data:` URL of the sample; empty where it is no image
    public record Flip(int sample, int label, int reference, int candidate, Optional<String> picture) {
        public boolean isLost() {
            return reference == label;
        }
    }

    /// @param samples what both predicted, in the same order
    public static Flips of(Predictions reference, Predictions candidate, Loader samples) {
        List<Integer> lost = new ArrayList<>();
        List<Integer> gained = new ArrayList<>();
        for (int sample = 0; sample < reference.n(); sample++) {
            if (reference.isCorrect(sample) != candidate.isCorrect(sample)) {
                (reference.isCorrect(sample) ? lost : gained).add(sample);
            }
        }
        List<Integer> first = new ArrayList<>(lost.subList(0, Math.min(MOST_OF_A_KIND, lost.size())));
        first.addAll(gained.subList(0, Math.min(MOST_OF_A_KIND, gained.size())));
        return new Flips(lost.size(), gained.size(), first.stream()
                .map(sample -> new Flip(sample, reference.label(sample), reference.prediction(sample),
                        candidate.prediction(sample), picture(samples, sample, reference.label(sample))))
                .toList());
    }

    /// Empty where the data hold another sample there than what was predicted: some may have been left out.
    private static Optional<String> picture(Loader samples, int sample, int label) {
        Dataset dataset = samples.dataset();
        Layout layout = dataset.layout().orElse(samples.preprocess().layout());
        if (dataset.sample(sample).label() != label) {
            return Optional.empty();
        }
        return Thumbnail.dataUrl(dataset.sample(sample).image(), layout);
    }
}
