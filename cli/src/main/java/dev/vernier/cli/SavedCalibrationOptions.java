package dev.vernier.cli;

import dev.vernier.convert.SavedCalibration;
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
        return SavedCalibration.of(Optional.ofNullable(calibration), resume);
    }
}
