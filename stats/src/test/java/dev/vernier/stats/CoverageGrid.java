package dev.vernier.stats;

import java.util.List;

/// Audits of which the truth is known: numbers of samples, shares of discordant ones, and shares of those that are gained.
///
/// @param discordant in percent of the samples
/// @param gained in percent of the discordant ones; 50 is no true change, 0 is the other end. More than 50 mirrors less
public record CoverageGrid(List<Integer> samples, List<Double> discordant, List<Double> gained) {
    /// What the promises are proved on.
    public static final CoverageGrid PROVEN = new CoverageGrid(
            List.of(200, 500, 1_000, 2_000, 5_000, 10_000),
            List.of(0.1, 0.2, 0.5, 1.0, 2.0, 5.0),
            List.of(50.0, 40.0, 25.0, 10.0, 0.0));

    /// The same range in smaller steps, which show how far single points lie beyond.
    public static final CoverageGrid FINE = new CoverageGrid(
            List.of(200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000),
            List.of(0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0),
            List.of(50.0, 40.0, 30.0, 20.0, 10.0, 5.0, 0.0));

    public CoverageGrid {
        samples = List.copyOf(samples);
        discordant = List.copyOf(discordant);
        gained = List.copyOf(gained);
    }

    public List<Point> points() {
        return samples.stream().flatMap(n -> discordant.stream().flatMap(share -> gained.stream()
                .map(gain -> new Point(new Outcomes(n, share / 100, gain / 100))))).toList();
    }

    /// One audit; everything in percent.
    public record Point(Outcomes outcomes) {
        /// So many discordant pairs and more are enough for the interval to cover about as often as it says.
        private static final int ENOUGH_PAIRS = 10;

        public double expectedPairs() {
            return outcomes.n() * outcomes.discordantShare();
        }

        public boolean hasEnoughPairs() {
            return expectedPairs() > ENOUGH_PAIRS - 1e-9;
        }

        public boolean isUnchanged() {
            return outcomes.gainedShareOfDiscordant() == 0.5;
        }

        /// Whether all discordant samples are lost.
        public boolean isOneSided() {
            return outcomes.gainedShareOfDiscordant() == 0;
        }

        /// How often the interval covers the true change.
        public double coverage() {
            return 100 * outcomes.probabilityOf((lost, gained) -> interval(lost, gained).contains(outcomes.change()));
        }

        /// How often the exact test calls a change real.
        public double rejections() {
            return 100 * outcomes.probabilityOf((lost, gained) -> new McNemar(lost, gained).rejects());
        }

        /// How often the interval lies within a margin that is as large as the true change.
        public double equivalences() {
            return 100 * outcomes.probabilityOf(
                    (lost, gained) -> interval(lost, gained).isWithin(Math.abs(outcomes.change())));
        }

        private Interval interval(int lost, int gained) {
            return ScoreInterval.ofChange(lost, gained, outcomes.n(), ScoreInterval.CONFIDENCE);
        }
    }
}
