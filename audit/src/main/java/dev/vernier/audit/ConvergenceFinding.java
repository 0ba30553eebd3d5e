package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.calibrate.TensorConvergence;
import dev.vernier.convert.Convergence;
import dev.vernier.tensor.Counted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The finding that a calibration's ranges had not settled.
public final class ConvergenceFinding {
    /// From here on it is worth a warning: half the scale is 3.5 dB of quantization noise.
    private static final double FAR = 0.5;

    private ConvergenceFinding() {}

    /// None where all had settled, or nothing was calibrated.
    ///
    /// @param samples how many were calibrated on
    public static List<Finding> findings(Convergence convergence, long samples) {
        List<TensorConvergence> unsettled = convergence.unsettled();
        if (samples == 0 || convergence.tensors() > 0 && unsettled.isEmpty()) {
            return List.of();
        }
        Optional<TensorConvergence> worst = unsettled.stream().findFirst();
        String text = worst.isEmpty()
                ? new Counted(samples, "sample") + (samples == 1 ? " is" : " are")
                        + " too few to see whether ranges settle"
                : String.format(Locale.ROOT,
                        "%d of %s still moved by %.0f %% or more over the last half of %s",
                        unsettled.size(), new Counted(convergence.tensors(), "scale"), 100 * TensorConvergence.LIMIT,
                        new Counted(samples, "sample"));
        boolean isMinor = worst.filter(most -> most.movement() < FAR).isPresent();
        return List.of(new Finding(FindingId.NOT_SETTLED,
                isMinor ? Finding.Severity.INFO : Finding.Severity.WARNING, worst.map(TensorConvergence::tensor), text,
                worst.map(most -> String.format(Locale.ROOT, "'%s' moved by %.1f %%", most.tensor(),
                        100 * most.movement())).orElse("samples = " + samples),
                Optional.empty(),
                Optional.of("calibrate on more: min/max needs many more than mse or percentile"))
                .withNumbers(numbers(convergence, unsettled.size(), worst, samples)));
    }

    private static Numbers numbers(Convergence convergence, int unsettled, Optional<TensorConvergence> worst,
            long samples) {
        Numbers counts = Numbers.of("scales_that_moved", unsettled).and("scales", convergence.tensors())
                .and("samples", samples);
        return worst.map(most -> counts.and("largest_movement_percent", 100 * most.movement())).orElse(counts);
    }
}
