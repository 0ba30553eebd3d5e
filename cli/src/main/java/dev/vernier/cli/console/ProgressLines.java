package dev.vernier.cli.console;

import dev.vernier.data.Progress;
import java.io.PrintStream;
import java.util.Locale;

/// Progress in lines: one every ten seconds where there is no bar, and one at the end.
final class ProgressLines implements Progress {
    private static final long INTERVAL = 10_000_000_000L;

    private final String task;
    private final String unit;
    private final long total;
    private final PrintStream out;
    private final long start = System.nanoTime();
    private long last = start;
    private long reached;

    /// @param unit what is counted, in the plural
    ProgressLines(String task, String unit, long total, PrintStream out) {
        this.task = task;
        this.unit = unit;
        this.total = total;
        this.out = out;
    }

    @Override
    public void at(long done, long all) {
        reached = done;
        long now = System.nanoTime();
        if (now - last >= INTERVAL && done > 0 && done < all) {
            last = now;
            double speed = done * 1e9 / (now - start);
            out.println(String.format(Locale.ROOT, "%-17s %,9d of %,d %s, %,.0f/s, %,.0f s left", task, done, all,
                    unit, speed, (all - done) / speed));
        }
    }

    /// The same without a line.
    void reached(long done) {
        reached = done;
    }

    void done() {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(String.format(Locale.ROOT, "%-17s %,9d %-" + unit.length() + "s  %6.1f s  %,7.0f/s", task, reached,
                reached == 1 && unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit, seconds,
                reached / seconds));
    }
}
