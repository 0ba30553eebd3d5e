package dev.vernier.examples;

import dev.vernier.stats.Interval;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.io.PrintStream;
import java.util.Locale;

/// Int8 runs under their float one.
record Table(PrintStream out, Predictions original) {
    static Table of(PrintStream out, String title, Predictions original) {
        out.printf(Locale.ROOT, "%n%s: float %.2f %% of %,d%n", title, original.top1(), original.n());
        out.printf("  %-44s %7s %5s %7s %16s %9s%n", "calibration", "int8", "lost", "gained", "change, 95 %", "p");
        return new Table(out, original);
    }

    /// Prints a run and gives its pairs.
    Paired row(String calibration, Predictions int8) {
        Paired paired = Paired.of(original, int8);
        Interval interval = paired.interval();
        out.printf(Locale.ROOT, "  %-44s %7.2f %5d %7d %16s %9.4f%n", calibration, int8.top1(), paired.lost(),
                paired.gained(), String.format(Locale.ROOT, "%.2f to %.2f", interval.low(), interval.high()),
                paired.p());
        return paired;
    }
}
