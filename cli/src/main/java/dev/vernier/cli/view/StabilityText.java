package dev.vernier.cli.view;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Settling;
import dev.vernier.cli.console.Console;
import dev.vernier.cli.job.Stability;
import java.util.Locale;

/// What people read of whether the ranges had settled.
final class StabilityText {
    private StabilityText() {}

    static void say(Stability stability, Calibration<?> calibration, Console console) {
        say(CalibrationAnswer.SettlingAnswer.of(stability), calibration.n(), console);
    }

    static void say(CalibrationAnswer.SettlingAnswer settling, long n, Console console) {
        if (settling.groups().isEmpty()) {
            console.say("warning calibration-not-settled: " + n + " samples are too few to see whether ranges settle");
            return;
        }
        String title = "settling     ";
        for (CalibrationAnswer.GroupAnswer group : settling.groups()) {
            console.say(console.style().dim(String.format(Locale.ROOT,
                    "%s%-20s %3d tensors  scales moved %5.1f %% (median), at most %5.1f %% (%s)", title, group.group(),
                    group.tensors(), 100 * group.median(), 100 * group.largest().movement(),
                    group.largest().tensor())));
            title = " ".repeat(title.length());
        }
        if (!settling.settled()) {
            CalibrationAnswer.MovementAnswer worst = settling.unsettled().getFirst();
            console.say(String.format(Locale.ROOT,
                    "warning calibration-not-settled: %d %s still moved by %.0f %% or more"
                            + " over the last half of %,d samples (%s: %.1f %%); calibrate on more: min/max needs many more than"
                            + " mse or percentile",
                    settling.unsettled().size(),
                    settling.unsettled().size() == 1 ? "scale" : "scales", 100 * Settling.LIMIT, n, worst.tensor(),
                    100 * worst.movement()));
        }
    }
}
