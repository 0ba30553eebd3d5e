package dev.vernier.report;

import java.util.Locale;

/// What people read of whether the ranges had settled.
final class ConvergenceText {
    private ConvergenceText() {}

    static void say(CalibrationAnswer.SettlingAnswer convergence, Lines lines) {
        String title = "settling     ";
        for (CalibrationAnswer.GroupAnswer group : convergence.groups()) {
            lines.say(lines.style().dim(String.format(Locale.ROOT,
                    "%s%-20s %3d %-7s  scales moved %5.1f %% (median), at most %5.1f %% (%s)", title, group.group(),
                    group.tensors(), group.tensors() == 1 ? "tensor" : "tensors", 100 * group.median(),
                    100 * group.largest().movement(),
                    group.largest().tensor())));
            title = " ".repeat(title.length());
        }
    }
}
