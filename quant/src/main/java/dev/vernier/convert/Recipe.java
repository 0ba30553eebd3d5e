package dev.vernier.convert;

import dev.vernier.quant.QConfig;
import dev.vernier.quant.RangeRule;
import java.util.Optional;
import java.util.OptionalInt;

/// How a float model becomes int8.
///
/// @param calibrate how many samples to calibrate on, 0 for none
/// @param isAtMost whether nobody asked for that number: of samples that are evaluated as well it is half of them at most
/// @param allowsUncalibrated whether activations that no sample reached are quantized all the same
/// @param calibration the file that holds what was seen of them already
public record Recipe(
        QConfig qconfig, int calibrate, boolean isAtMost, boolean allowsUncalibrated,
        Optional<SavedCalibration> calibration) {
    /// How many samples are calibrated on where nobody asks for another number.
    public static final int USUAL = 1024;

    /// With the number of samples that was asked for.
    public Recipe(QConfig qconfig, int calibrate, boolean allowsUncalibrated, Optional<SavedCalibration> calibration) {
        this(qconfig, calibrate, false, allowsUncalibrated, calibration);
    }

    /// @param range in place of the qconfig's own rule
    /// @param reduceRange whether activations are spread over half the codes whatever the qconfig says
    /// @param calibrate how many samples to calibrate on; empty for [#USUAL] at most
    public static Recipe of(QConfig qconfig, Optional<RangeRule> range, boolean reduceRange, OptionalInt calibrate,
            boolean allowsUncalibrated, Optional<SavedCalibration> calibration) {
        QConfig ranged = range.map(qconfig::withRange).orElse(qconfig);
        return new Recipe(reduceRange ? ranged.reducedRange() : ranged, calibrate.orElse(USUAL), calibrate.isEmpty(),
                allowsUncalibrated, calibration);
    }

    /// The same without what was seen already.
    public Recipe anew() {
        return new Recipe(qconfig, calibrate, isAtMost, allowsUncalibrated, Optional.empty());
    }

    /// The same where activations that no sample reached are quantized all the same.
    Recipe allowingUncalibrated() {
        return new Recipe(qconfig, calibrate, isAtMost, true, calibration);
    }

    /// The same with activations spread over half the codes.
    Recipe reducedRange() {
        return new Recipe(qconfig.reducedRange(), calibrate, isAtMost, allowsUncalibrated, calibration);
    }

    /// How many of so many samples are set aside, where those left are evaluated.
    ///
    /// @param limit how many of these are wanted at most
    int setAside(int samples, OptionalInt limit) {
        int spare = Math.max(samples / 2, samples - limit.orElse(samples));
        return isAtMost ? Math.min(calibrate, Math.max(1, spare)) : calibrate;
    }

    /// Whether activations are spread over half the codes.
    public boolean isReduced() {
        return qconfig.activations().reduceRange();
    }

    /// What a written model's notes call it: `x86, range minmax, reduce_range`.
    @Override
    public String toString() {
        return qconfig.name() + ", range " + qconfig.range()
                + (isReduced() ? ", reduce_range" : "");
    }
}
