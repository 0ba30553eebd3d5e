package dev.vernier.convert;

import dev.vernier.data.DataSpec;
import dev.vernier.data.Layout;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Preprocess;
import dev.vernier.model.Card;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Which samples to work on.
///
/// @param limit how many are evaluated at most
/// @param preprocess empty where the model's card says it
public record Data(
        DataSpec spec, OptionalInt limit, CalibrationSource calibration, Optional<Preprocess> preprocess) {
    /// What no output may replace: models, their cards and samples.
    ///
    /// @param spec empty where there are no samples
    public static Path[] kept(Optional<DataSpec> spec, Path... models) {
        return Stream.concat(spec.flatMap(DataSpec::place).stream(),
                Stream.of(models).flatMap(model -> Stream.of(model, Card.beside(model)))).toArray(Path[]::new);
    }

    /// Samples to calibrate on that are not those evaluated: as asked for, or else the train split of the same data; empty
    /// where there are no others.
    Optional<DataSpec> elsewhere() {
        return calibration.spec().or(spec::trainSplit);
    }

    /// The same for a model, whose inputs arrays may be called as.
    ///
    /// @throws dev.vernier.tensor.InputException where the model has several inputs, and the data is one array of images
    Data taking(ModelInputs inputs) {
        return new Data(spec.taking(inputs), limit, new CalibrationSource(
                calibration.spec().map(other -> other.taking(inputs)), calibration.augmentation()), preprocess);
    }

    /// The same, and that to calibrate on, with arrays stored in a layout.
    ///
    /// @param layout empty where nobody says it
    public Data in(Optional<Layout> layout) {
        return layout.map(told -> new Data(spec.in(told), limit, new CalibrationSource(
                calibration.spec().map(other -> other.in(told)), calibration.augmentation()), preprocess)).orElse(this);
    }

    /// The same with the calibration images as they are.
    public Data unaugmented() {
        return new Data(spec, limit, new CalibrationSource(calibration.spec(), Optional.empty()), preprocess);
    }

    /// The same with at most so many samples, unless it is said already how many.
    public Data orFirst(int samples) {
        return new Data(spec, OptionalInt.of(limit.orElse(samples)), calibration, preprocess);
    }
}
