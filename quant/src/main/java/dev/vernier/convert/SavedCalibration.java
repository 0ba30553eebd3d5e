package dev.vernier.convert;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.CalibrationFile;
import dev.vernier.tensor.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file of what calibration saw.
///
/// @param isContinued whether samples that it has not seen are added to it; it need not exist then
public record SavedCalibration(Path file, boolean isContinued) {
    /// The file that somebody names; empty where nobody does.
    ///
    /// @throws InputException where none is to be continued
    public static Optional<SavedCalibration> of(Optional<Path> file, boolean isContinued) {
        if (file.isEmpty() && isContinued) {
            throw new InputException("--resume without a file, needed --calibration FILE to continue");
        }
        return file.map(saved -> new SavedCalibration(saved, isContinued));
    }

    /// Empty where it is still to begin.
    ///
    /// @throws InputException where it is missing although it is not to be continued, or is no calibration
    Optional<Calibration<?>> read() {
        if (isContinued && Files.notExists(file)) {
            return Optional.empty();
        }
        if (Files.notExists(file)) {
            throw new InputException(file + ": no such file, needed a calibration (vernier calibrate -o " + file
                    + "), or --resume to begin one");
        }
        return Optional.of(CalibrationFile.read(file));
    }
}
