package dev.vernier.bench;

import dev.vernier.timing.Ratio;
import dev.vernier.timing.Timing;
import dev.vernier.timing.Turns;
import java.util.Locale;
import java.util.Map;

/// One line of a result file for each contestant: its median and fastest run, and how many times as fast the first is.
public final class Contest {
    private static final Turns TURNS = new Turns(25, 7);

    private Contest() {}

    /// Prints what the contestants took.
    ///
    /// @param title what all of them do
    /// @param contestants by name; the first is compared with each of the others
    public static void print(String title, Map<String, Runnable> contestants) {
        contestants.values().forEach(Contest::warmUp);
        Map<String, Timing> timings = TURNS.time(contestants);
        Timing first = timings.values().iterator().next();
        System.out.println(title);
        timings.forEach((name, timing) -> System.out.printf(Locale.ROOT, "  %-34s median %8.3f ms, fastest %8.3f%s%n",
                name, timing.median(), timing.fastest(), timing == first ? "" : ", " + text(first.against(timing))));
    }

    /// A ratio with its interval.
    public static String text(Ratio ratio) {
        return String.format(Locale.ROOT, "ratio %.3f (%.3f to %.3f)", ratio.median(), ratio.low(), ratio.high());
    }

    /// Two seconds let compilers and caches settle.
    private static void warmUp(Runnable work) {
        long end = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < end) {
            work.run();
        }
    }
}
