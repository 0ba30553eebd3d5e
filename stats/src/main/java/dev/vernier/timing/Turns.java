package dev.vernier.timing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/// Times contestants that take turns on the calling thread, so that whatever slows the machine down slows them alike.
///
/// @param rounds how often each has its turn, at least 6: a [Ratio] needs as many for its interval
/// @param burst how many runs of a turn are timed, at least 1; where there are several, one more before them fills the
///     caches again
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
        return time(contestants, done -> true);
    }

    /// The same, with an end before all rounds are run.
    ///
    /// @param goesOn hears how many rounds are done, from 1 on, and says whether there is to be another
    public Map<String, Timing> time(Map<String, Runnable> contestants, IntPredicate goesOn) {
        List<Turn> order = new ArrayList<>();
        contestants.forEach((name, work) -> order.add(new Turn(name, work, burst)));
        int done = 0;
        do {
            (done % 2 == 0 ? order : order.reversed()).forEach(Turn::take);
            done++;
        } while (goesOn.test(done) && done < rounds);
        Map<String, Timing> timings = new LinkedHashMap<>();
        order.forEach(turn -> timings.put(turn.name, Timing.of(turn.milliseconds.toArray(double[][]::new))));
        return timings;
    }

    private record Turn(String name, Runnable work, int burst, List<double[]> milliseconds) {
        Turn(String name, Runnable work, int burst) {
            this(name, work, burst, new ArrayList<>());
        }

        void take() {
            if (burst > 1) {
                work.run();
            }
            double[] runs = new double[burst];
            Arrays.setAll(runs, run -> {
                long start = System.nanoTime();
                work.run();
                return (System.nanoTime() - start) / 1e6;
            });
            milliseconds.add(runs);
        }
    }
}
