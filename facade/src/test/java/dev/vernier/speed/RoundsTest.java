package dev.vernier.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.data.Progress;
import dev.vernier.timing.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class RoundsTest {
    private static final long FAR = Long.MAX_VALUE / 4;

    @Test
    void aBurstIsAsManyRunsAsFillItsTime() {
        Timed sleeper = new Timed() {
            @Override
            public void run(int times) {
                LockSupport.parkNanos(2_000_000L * times);
            }

            @Override
            public Duration burst() {
                return Duration.ofMillis(20);
            }
        };
        Rounds rounds = warmedUp(Map.of("sleeper", sleeper), System.nanoTime() + FAR);
        int burst = rounds.bursts().get("sleeper");
        assertTrue(burst >= 1 && burst <= 10, "20 ms of runs that take 2 ms or more: " + burst);
    }

    @Test
    void everyContestantHasAsManyRounds() {
        List<Integer> bursts = new ArrayList<>();
        Map<String, Timed> contenders = new LinkedHashMap<>();
        contenders.put("slow", Timed.of(() -> LockSupport.parkNanos(12_000_000)));
        contenders.put("counted", bursts::add);
        Rounds rounds = warmedUp(contenders, System.nanoTime() + FAR);
        bursts.clear();
        Map<String, Timing> times = rounds.run(Progress.NONE);
        assertEquals(List.of("slow", "counted"), List.copyOf(times.keySet()));
        assertEquals(Rounds.LEAST, times.get("slow").rounds().size());
        assertEquals(Rounds.LEAST, times.get("counted").rounds().size());
        assertTrue(bursts.stream().allMatch(rounds.bursts().get("counted")::equals), bursts.toString());
        assertTrue(times.get("slow").fastest() >= 12);
    }

    @Test
    void oneRoundIsRunWhereTheTimeIsOver() {
        Map<String, Timing> times =
                warmedUp(Map.of("late", burst -> {}), System.nanoTime() - 1).run(Progress.NONE);
        assertEquals(1, times.get("late").rounds().size());
    }

    private static Rounds warmedUp(Map<String, Timed> contenders, long end) {
        return Rounds.warmedUp(contenders, new Rounds.Limits(Duration.ofMillis(80), end));
    }
}
