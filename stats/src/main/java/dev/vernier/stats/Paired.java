package dev.vernier.stats;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a candidate model does to each labelled sample that a reference model also saw. Change is candidate minus
/// reference, in points of accuracy; negative is worse.
///
/// @param n labelled samples
/// @param referenceCorrect samples that the reference gets right
/// @param lost samples that the reference gets right and the candidate wrong
/// @param gained samples that the reference gets wrong and the candidate right
/// @param agreeing samples with the same prediction in both, right or wrong
public record Paired(int n, int referenceCorrect, int lost, int gained, int agreeing) {
    /// @throws IllegalArgumentException where the counts do not fit together
    public Paired {
        if (n < 1 || lost < 0 || gained < 0 || agreeing < 0
                || lost > referenceCorrect || gained > n - referenceCorrect
                || agreeing < referenceCorrect - lost || agreeing > n - lost - gained) {
            throw new IllegalArgumentException("paired: n = " + n + ", referenceCorrect = " + referenceCorrect
                    + ", lost = " + lost + ", gained = " + gained + ", agreeing = " + agreeing
                    + ", needed counts of disjoint samples");
        }
    }

    /// Pairs the labelled samples of the two.
    ///
    /// @throws IllegalArgumentException where the samples or labels differ, or no sample is labelled
    public static Paired of(Predictions reference, Predictions candidate) {
        reference.requireSameCount(candidate);
        int n = 0;
        int correct = 0;
        int lost = 0;
        int gained = 0;
        int agreeing = 0;
        for (int sample = 0; sample < reference.n(); sample++) {
            if (reference.label(sample) != candidate.label(sample)) {
                throw new IllegalArgumentException(
                        "predictions: sample " + sample + " has label " + reference.label(sample)
                                + " in one and " + candidate.label(sample)
                                + " in the other, needed the same samples in the same order");
            }
            if (reference.isLabelled(sample)) {
                boolean before = reference.isCorrect(sample);
                boolean after = candidate.isCorrect(sample);
                n++;
                correct += before ? 1 : 0;
                lost += before && !after ? 1 : 0;
                gained += !before && after ? 1 : 0;
                agreeing += reference.prediction(sample) == candidate.prediction(sample) ? 1 : 0;
            }
        }
        if (n == 0) {
            throw new IllegalArgumentException("predictions: no sample has a label, needed at least one");
        }
        return new Paired(n, correct, lost, gained, agreeing);
    }

    public int candidateCorrect() {
        return referenceCorrect - lost + gained;
    }

    /// In points.
    public double change() {
        return 100.0 * (gained - lost) / n;
    }

    /// The share of samples with the same prediction in both, in percent.
    public double agreement() {
        return 100.0 * agreeing / n;
    }

    public boolean isIdentical() {
        return agreeing == n;
    }

    public McNemar mcNemar() {
        return new McNemar(lost, gained);
    }

    /// The exact McNemar p of [#change].
    public double p() {
        return mcNemar().exact();
    }

    public double midP() {
        return mcNemar().midP();
    }

    /// Tango's 95 % interval of [#change], in points.
    public Interval interval() {
        return ScoreInterval.ofChange(lost, gained, n, ScoreInterval.CONFIDENCE);
    }

    /// The smallest change, in points, that this many samples show with 80 % power at the observed share of discordant
    /// pairs; empty where they show none ([Power#minimumDetectable]).
    public OptionalDouble minimumDetectable() {
        return Power.of(n, lost + gained).minimumDetectable();
    }

    /// How many samples beyond these would probably show the observed change ([SampleSize#toShow]); empty where it shows
    /// already, or there is none.
    public OptionalLong moreSamples() {
        return mcNemar().rejects() ? OptionalLong.empty() : beyond(SampleSize.toShow(this));
    }

    /// How many samples beyond these would probably show that the change is above `low` and below `high`, in points, were
    /// it as observed ([SampleSize#toBound]); empty where [#interval] shows it already, or no number of samples would.
    public OptionalLong moreSamples(double low, double high) {
        return low <= interval().low() && interval().high() <= high
                ? OptionalLong.empty()
                : beyond(SampleSize.toBound(this, low, high));
    }

    private OptionalLong beyond(OptionalLong needed) {
        return needed.isEmpty() ? needed : OptionalLong.of(Math.max(1, needed.getAsLong() - n));
    }

    /// The smallest margin, in points, that [#isEquivalent] says yes to.
    public double equivalenceMargin() {
        Interval interval = interval();
        return Math.max(-interval.low(), interval.high());
    }

    /// Whether the change is shown to be at most `margin` points either way: [#interval] lies within the margin. The
    /// same as two one-sided tests at 2.5 % each (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15
    /// (1987) 657-680; Tango 1998).
    ///
    /// @throws IllegalArgumentException where the margin is not above 0
    public boolean isEquivalent(double margin) {
        if (!(margin > 0)) {
            throw new IllegalArgumentException("margin = " + margin + " points, needed more than 0");
        }
        return interval().isWithin(margin);
    }
}
