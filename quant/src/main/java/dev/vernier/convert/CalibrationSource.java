package dev.vernier.convert;

import dev.vernier.data.Augmentation;
import dev.vernier.data.DataSpec;
import java.util.Optional;

/// Where the samples to calibrate on come from.
///
/// @param spec empty where it follows from the data that is evaluated
/// @param augmentation how their images are changed at random
public record CalibrationSource(Optional<DataSpec> spec, Optional<Augmentation> augmentation) {
    public static final CalibrationSource DEFAULT = new CalibrationSource(Optional.empty(), Optional.empty());
}
