package dev.vernier.speed;

import dev.vernier.data.Progress;
import dev.vernier.timing.Timing;
import dev.vernier.timing.Turns;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Contenders that take turns (see [Turns]): in every round each runs one burst. What disturbs a machine for longer than a
/// round meets all of them.
///
/// @param bursts how often each contender does its work in a round: for as long as it takes to be timed well
/// @param count how many rounds there are to be
public record Rounds(Map<String, Timed> contenders, Map<String, Integer> bursts, int count, Limits limits) {
    /// Fewer say little of an interval.
    public static final int LEAST = 20;

    private static final int MOST = 2000;

    /// @param measured for how long rounds go on; at least [#LEAST] are run nevertheless
    /// @param end no round begins that would go on after this point of [System#nanoTime], but for the first one
    public record Limits(Duration measured, long end) {
        /// Caches, clocks and the just-in-time compiler settle in a fraction of the time.
        private long warmUp() {
            return measured.toNanos() / 8;
        }
    }

    /// Lets each contender settle, and finds out how long its bursts must be.
    public static Rounds warmedUp(Map<String, Timed> contenders, Limits limits) {
        Map<String, Integer> bursts = new LinkedHashMap<>();
        double round = 0;
        for (Map.Entry<String, Timed> contender : contenders.entrySet()) {
            double once = once(contender.getValue(), Math.min(limits.warmUp(), limits.end() - System.nanoTime()));
            int burst =
                    (int) Math.clamp(Math.ceil(contender.getValue().burst().toNanos() / once), 1, Integer.MAX_VALUE);
            bursts.put(contender.getKey(), burst);
            round += burst * once;
        }
        int count = Math.clamp((long) (limits.measured().toNanos() / round), LEAST, MOST);
        return new Rounds(contenders, bursts, count, limits);
    }

    /// Runs for a while.
    ///
    /// @return the nanoseconds that the work took each time in the second half of that while
    private static double once(Timed contender, long nanoseconds) {
        double once = Double.NaN;
        long start = System.nanoTime();
        int times = 1;
        do {
            long from = System.nanoTime();
            contender.run(times);
            once = (double) (System.nanoTime() - from) / times;
            times = (int) Math.clamp((start + nanoseconds - System.nanoTime()) / (2 * Math.max(once, 1)), 1,
                    Integer.MAX_VALUE);
        } while (System.nanoTime() - start + once < nanoseconds);
        return Math.max(once, 1);
    }

    /// @return the time that the work took each contender; fewer rounds than [#count()] where the time was over before
    public Map<String, Timing> run(Progress progress) {
        Map<String, Runnable> turns = new LinkedHashMap<>();
        contenders.forEach((name, contender) -> turns.put(name, () -> contender.run(bursts.get(name))));
        long start = System.nanoTime();
        Map<String, Timing> timings = new Turns(count, 1).time(turns, done -> {
            progress.at(done, count);
            long now = System.nanoTime();
            boolean isEnough = done >= LEAST && now - start > limits.measured().toNanos();
            return !isEnough && now + (now - start) / done < limits.end();
        });
        timings.replaceAll((name, timing) -> timing.dividedBy(bursts.get(name)));
        return timings;
    }
}
