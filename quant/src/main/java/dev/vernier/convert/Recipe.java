package dev.vernier.convert;

import dev.vernier.quant.QConfig;
import dev.vernier.quant.RangeRule;
import java.util.Optional;

/// How a float model becomes int8.
///
/// @param calibrate how many samples to calibrate on, 0 for none
/// @param allowsUncalibrated whether activations that no sample reached are quantized all the same
/// @param calibration the file that holds what was seen of them already
public record Recipe(
        QConfig qconfig, int calibrate, boolean allowsUncalibrated, Optional<SavedCalibration> calibration) {
    /// @param range in place of the qconfig's own rule
    /// @param reduceRange whether activations are spread over half the codes whatever the qconfig says
    public static Recipe of(QConfig qconfig, Optional<RangeRule> range, boolean reduceRange, int calibrate,
            boolean allowsUncalibrated, Optional<SavedCalibration> calibration) {
        QConfig ranged = range.map(qconfig::withRange).orElse(qconfig);
        return new Recipe(reduceRange ? ranged.reducedRange() : ranged, calibrate, allowsUncalibrated,
                calibration);
    }

    /// The same without what was seen already.
    public Recipe anew() {
        return new Recipe(qconfig, calibrate, allowsUncalibrated, Optional.empty());
    }

    /// The same where activations that no sample reached are quantized all the same.
    Recipe allowingUncalibrated() {
        return new Recipe(qconfig, calibrate, true, calibration);
    }

    /// The same with activations spread over half the codes.
    Recipe reducedRange() {
        return new Recipe(qconfig.reducedRange(), calibrate, allowsUncalibrated, calibration);
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
