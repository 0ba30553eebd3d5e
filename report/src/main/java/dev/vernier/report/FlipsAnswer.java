package dev.vernier.report;

import dev.vernier.audit.Flips;
import java.util.List;

/// The samples that flipped between right and wrong, as JSON.
///
/// @param lost how many, of which `shown` holds some
/// @param gained how many, of which `shown` holds some
public record FlipsAnswer(int lost, int gained, List<FlipAnswer> shown) {
    /// @param sample its place among those evaluated
    /// @param kind `lost` or `gained`
    /// @param label the true class
    /// @param reference the class that the float model gives
    /// @param candidate the class that the deployed model gives
    /// @param picture a `data:` URL of a PNG; null where the sample is no image
    public record FlipAnswer(int sample, String kind, int label, int reference, int candidate, String picture) {
        static FlipAnswer of(Flips.Flip flip) {
            return new FlipAnswer(flip.sample(), flip.isLost() ? "lost" : "gained", flip.label(), flip.reference(),
                    flip.candidate(), flip.picture().orElse(null));
        }
    }

    static FlipsAnswer of(Flips flips) {
        return new FlipsAnswer(flips.lost(), flips.gained(), flips.shown().stream().map(FlipAnswer::of).toList());
    }
}
