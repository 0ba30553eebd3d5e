package dev.vernier.speed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.timing.Timing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SpeedRatioTest {
    @Test
    void isTheRatioOfTheMedians() {
        SpeedRatio ratio = SpeedRatio.of(timing(1, 2, 9), timing(8, 6, 1), 0);
        assertEquals(3, ratio.ratio());
        assertTrue(ratio.low() <= 3 && 3 <= ratio.high(), ratio.toString());
    }

    @Test
    void hasNoWidthWithoutNoise() {
        assertEquals(new SpeedRatio(0.5, 0.5, 0.5), SpeedRatio.of(timing(4, 4, 4, 4), timing(2, 2, 2, 2), 7));
    }

    @Test
    void comesOutTheSameForTheSameSeed() {
        Timing own = noise(1, 30);
        Timing other = noise(2, 30);
        assertEquals(SpeedRatio.of(own, other, 3), SpeedRatio.of(own, other, 3));
        assertNotEquals(SpeedRatio.of(own, other, 3), SpeedRatio.of(own, other, 4));
    }

    /// Of 300 experiments whose true ratio is 1, 95 % should hold it; fewer than 265 have a probability below 1e-5.
    @Test
    void holdsTheTruthAboutAsOftenAsItSays() {
        long held = IntStream.range(0, 300)
                .mapToObj(seed -> SpeedRatio.of(noise(2L * seed, 60), noise(2L * seed + 1, 60), seed))
                .filter(ratio -> ratio.low() <= 1 && 1 <= ratio.high()).count();
        assertTrue(held >= 265 && held < 300, held + " of 300");
    }

    @Test
    void refusesOtherRounds() {
        assertThrows(IllegalArgumentException.class, () -> SpeedRatio.of(timing(1, 2), timing(1), 0));
    }

    private static Timing noise(long seed, int rounds) {
        Random random = new Random(seed);
        return timing(DoubleStream.generate(() -> Math.exp(random.nextGaussian() / 10)).limit(rounds).toArray());
    }

    private static Timing timing(double... rounds) {
        return new Timing(List.copyOf(Arrays.stream(rounds).boxed().toList()),
                Arrays.stream(rounds).min().orElseThrow());
    }
}
