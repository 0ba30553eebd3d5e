package dev.vernier.timing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What one contestant's runs took, in milliseconds.
///
/// @param rounds the median of each round's runs
/// @param fastest the fastest of all runs
public record Timing(List<Double> rounds, double fastest) {
    public Timing {
        rounds = List.copyOf(rounds);
    }

    /// @param milliseconds of every run, by round
    static Timing of(double[][] milliseconds) {
        return new Timing(Arrays.stream(milliseconds).map(Timing::median).toList(),
                Arrays.stream(milliseconds).flatMapToDouble(Arrays::stream).min().orElseThrow());
    }

    /// The median of the rounds.
    public double median() {
        return median(rounds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// How many times as fast this one is as the other, compared round by round.
    ///
    /// @throws IllegalArgumentException where they did not run as many rounds
    public Ratio against(Timing other) {
        if (rounds.size() != other.rounds.size()) {
            throw new IllegalArgumentException(
                    "timing: " + rounds.size() + " and " + other.rounds.size() + " rounds, needed as many of both");
        }
        return Ratio.of(IntStream.range(0, rounds.size())
                .mapToDouble(round -> other.rounds.get(round) / rounds.get(round)).toArray());
    }

    /// The same for a part of the work.
    ///
    /// @param parts how many equal ones it has, at least 1
    public Timing dividedBy(int parts) {
        return new Timing(rounds.stream().map(round -> round / parts).toList(), fastest / parts);
    }

    /// The mean of the middle two where their number is even.
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
