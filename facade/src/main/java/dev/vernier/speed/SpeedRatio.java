package dev.vernier.speed;

import dev.vernier.timing.Timing;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// How many times as fast one contender is as another: the other's median over its own, so that it fits the medians that are
/// printed beside it.
///
/// The interval is the percentile bootstrap's: whole rounds are drawn with replacement, so that both contenders of a draw
/// met the same conditions, and the medians are taken anew each time (Davison and Hinkley, Bootstrap Methods and their
/// Application, 1997, section 5.3).
///
/// @param low the lower end of its 95 % interval
/// @param high the upper end
public record SpeedRatio(double ratio, double low, double high) {
    /// One less than a multiple of 40: 2.5 % of the draws are then the 50 lowest.
    private static final int DRAWS = 1999;
    private static final int TAIL = 50;

    /// @param own of the contender that is called faster where the ratio exceeds 1
    /// @param seed of the draws
    /// @throws IllegalArgumentException where the two have not met in the same rounds
    public static SpeedRatio of(Timing own, Timing other, long seed) {
        double[] ours = array(own.rounds());
        double[] theirs = array(other.rounds());
        if (ours.length != theirs.length) {
            throw new IllegalArgumentException(
                    ours.length + " and " + theirs.length + " rounds, needed the same rounds of both");
        }
        Random random = new Random(seed);
        double[] ratios = new double[DRAWS];
        Arrays.setAll(ratios, draw -> {
            int[] rounds = random.ints(ours.length, 0, ours.length).toArray();
            return Timing.median(chosen(theirs, rounds)) / Timing.median(chosen(ours, rounds));
        });
        Arrays.sort(ratios);
        return new SpeedRatio(other.median() / own.median(), ratios[TAIL - 1], ratios[DRAWS - TAIL]);
    }

    private static double[] array(List<Double> rounds) {
        return rounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] chosen(double[] times, int[] rounds) {
        return Arrays.stream(rounds).mapToDouble(round -> times[round]).toArray();
    }
}
