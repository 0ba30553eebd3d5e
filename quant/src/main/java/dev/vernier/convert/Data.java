package dev.vernier.convert;

import dev.vernier.data.DataSpec;
import dev.vernier.data.Preprocess;
import java.util.Optional;
import java.util.OptionalInt;

/// Which samples to work on.
///
/// @param limit how many are evaluated at most
/// @param preprocess empty where the model's card says it
public record Data(
        DataSpec spec, OptionalInt limit, CalibrationSource calibration, Optional<Preprocess> preprocess) {
    /// The same with at most so many samples, unless it is said already how many.
    public Data orFirst(int samples) {
        return new Data(spec, OptionalInt.of(limit.orElse(samples)), calibration, preprocess);
    }
}
