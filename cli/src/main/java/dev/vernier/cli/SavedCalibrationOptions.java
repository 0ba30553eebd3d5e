package dev.vernier.cli;

import dev.vernier.convert.SavedCalibration;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What was calibrated before.
final class SavedCalibrationOptions {
    @Option(names = "--calibration", paramLabel = "FILE", description = "Take the ranges from this file, which vernier calibrate wrote, instead of calibrating.")
    private Path calibration;

    @Option(names = "--resume", description = "See the samples that the --calibration file has not seen yet, and keep it up to date; where there is no "
            + "such file, begin it.")
    private boolean resume;

    Optional<SavedCalibration> saved() {
        if (calibration == null && resume) {
            throw new InputException("--resume without a file, needed --calibration FILE to continue");
        }
        return Optional.ofNullable(calibration).map(file -> new SavedCalibration(file, resume));
    }
}
