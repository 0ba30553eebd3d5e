package dev.vernier.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Times contestants that take turns on the calling thread, so that whatever slows the machine down slows them alike.
///
/// @param rounds how often each has its turn, at least 6: a [Ratio] needs as many for its interval
/// @param burst how many runs of a turn are timed, at least 1; one more before them fills the caches again
public record Turns(int rounds, int burst) {
    public Turns {
        if (rounds < Ratio.LEAST_ROUNDS || burst < 1) {
            throw new IllegalArgumentException("rounds = " + rounds + ", burst = " + burst + ", needed at least "
                    + Ratio.LEAST_ROUNDS + " and 1");
        }
    }

    /// Every other round goes backwards, so that nobody always follows the same one.
    ///
    /// @param contestants what to run, by name
    /// @return what each took, in the same order
    public Map<String, Timing> time(Map<String, Runnable> contestants) {
        List<Turn> order = new ArrayList<>();
        contestants.forEach((name, work) -> order.add(new Turn(name, work, new double[rounds][burst])));
        for (int round = 0; round < rounds; round++) {
            int now = round;
            (round % 2 == 0 ? order : order.reversed()).forEach(turn -> turn.take(now));
        }
        Map<String, Timing> timings = new LinkedHashMap<>();
        order.forEach(turn -> timings.put(turn.name, Timing.of(turn.milliseconds)));
        return timings;
    }

    private static final class Turn {
        private final String name;
        private final Runnable work;
        private final double[][] milliseconds;

        Turn(String name, Runnable work, double[][] milliseconds) {
            this.name = name;
            this.work = work;
            this.milliseconds = milliseconds;
        }

        void take(int round) {
            work.run();
            Arrays.setAll(milliseconds[round], run -> {
                long start = System.nanoTime();
                work.run();
                return (System.nanoTime() - start) / 1e6;
            });
        }
    }
}
