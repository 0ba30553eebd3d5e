package dev.vernier.cli;

import dev.vernier.convert.CalibrationSource;
import dev.vernier.convert.Recipe;
import dev.vernier.convert.SavedCalibration;
import dev.vernier.data.Augment;
import dev.vernier.data.Augmentation;
import dev.vernier.data.DataSpec;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.RangeRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// How a float model becomes int8.
final class QuantizationOptions {
    @Option(names = "--calibration-data", paramLabel = "SPEC", description = "The samples that ranges are taken from; default: the train split of the data, or else its first N "
            + "samples, which are then left out of the evaluation.")
    private DataSpec calibrationData;

    @Option(names = "--calibrate", paramLabel = "N", converter = OptionValues.CountFromZero.class, description = "Calibrate on the first N samples; of samples sorted by class, all classes in turn; default 1024, or half of the data where these are evaluated too and fewer.")
    private Integer calibrate;

    @Option(names = "--qconfig", paramLabel = "NAME|FILE.yaml", description = "How numbers become codes: x86 (default), fbgemm, qnnpack, onednn, portable, tflite (default for .tflite files), "
            + "or a YAML file.")
    private QConfig qconfig;

    @Option(names = "--range", paramLabel = "RULE", description = "How ranges follow from what was seen: minmax, percentile:99.99, mse or entropy; default: the qconfig's "
            + "own rule.")
    private RangeRule range;

    @Option(names = "--reduce-range", description = "Spread activations over half the codes, for CPUs without VNNI whose sums saturate.")
    private boolean reduceRange;

    @Option(names = "--augment", split = ",", paramLabel = "STEP", description = "Change the calibration images at random, as a training loader does: random-resized-crop, flip. To show "
            + "what that costs.")
    private List<Augment> augment = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "The seed of --augment; default 0.")
    private Long seed = 0L;

    @Option(names = "--loader-workers", paramLabel = "N", converter = OptionValues.CountFromZero.class, description = "Deal the batches of --batch images to N workers with a generator each, seeded --seed + worker, as "
            + "PyTorch's data loader does; default 0: one generator for all. With two or more, what --augment does "
            + "depends on --batch.")
    private Integer loaderWorkers = 0;

    @Option(names = "--allow-uncalibrated", description = "Give activations that no sample reached scale 1 and zero point 0, as PyTorch does. To show what that "
            + "costs, with --calibrate 0.")
    private boolean allowUncalibrated;

    /// @param batch the batch size of the loader that --loader-workers stands for
    CalibrationSource calibrationSource(int batch) {
        return new CalibrationSource(calibrationData(), augment.isEmpty()
                ? Optional.empty()
                : Optional.of(new Augmentation(augment, seed, loaderWorkers, batch)));
    }

    /// @param usual the qconfig where none is asked for
    /// @param calibration the file that holds what was seen already
    Recipe recipe(QConfig usual, Optional<SavedCalibration> calibration) {
        return Recipe.of(Optional.ofNullable(qconfig).orElse(usual), range(), reduceRange,
                calibrate == null ? OptionalInt.empty() : OptionalInt.of(calibrate), allowUncalibrated, calibration);
    }

    Optional<DataSpec> calibrationData() {
        return Optional.ofNullable(calibrationData);
    }

    Optional<RangeRule> range() {
        return Optional.ofNullable(range);
    }
}
