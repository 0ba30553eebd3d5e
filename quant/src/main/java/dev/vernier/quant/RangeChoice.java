package dev.vernier.quant;

import java.util.Optional;

/// Where the ranges of activations come from, such as `Calibration::range`.
@FunctionalInterface
public interface RangeChoice {
    /// The range of an activation that a rule chooses for the codes of a scheme; empty where no sample reached it.
    Optional<Range> range(String tensor, RangeRule rule, Scheme scheme);
}
