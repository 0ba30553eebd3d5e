package dev.vernier.stats;

import java.util.Locale;
import java.util.OptionalDouble;

/// What the paired numbers allow to say about a candidate, in one sentence.
public record Verdict(Outcome outcome, String text) {
    /// The kinds of verdict. Reports and JSON carry the [#id].
    public enum Outcome {
        WORSE("worse"),
        BETTER("better"),
        NO_EVIDENCE("no-evidence"),
        EQUIVALENT("equivalent"),
        IDENTICAL("identical");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /// What is said where the exact McNemar test does not reject.
    public static final String UNCHANGED = "no evidence of a change";

    public String id() {
        return outcome.id();
    }

    /// The verdict in a few words, without the candidate's name.
    public static String brief(Paired paired) {
        return paired.isIdentical() ? "identical"
                : !paired.mcNemar().rejects() ? UNCHANGED
                        : String.format(Locale.ROOT, "%s (lost %,d, gained %,d, %s)", direction(paired), paired.lost(),
                                paired.gained(), p(paired));
    }

    /// The verdict without a margin: it is identical, or the exact McNemar test decides.
    ///
    /// @param candidate what the sentence calls the candidate, such as `int8`
    public static Verdict of(String candidate, Paired paired) {
        if (paired.isIdentical()) {
            return new Verdict(Outcome.IDENTICAL, identical(candidate, paired));
        }
        if (!paired.mcNemar().rejects()) {
            return new Verdict(Outcome.NO_EVIDENCE, counts(candidate, paired) + ": " + UNCHANGED + " ("
                    + p(paired) + "); " + detectable(paired));
        }
        return new Verdict(paired.change() < 0 ? Outcome.WORSE : Outcome.BETTER,
                counts(candidate, paired) + ": " + direction(paired) + evidence(paired));
    }

    /// The verdict where the question is whether the change is at most `margin` points either way. A change may be
    /// real and yet within the margin; the sentence then says both.
    ///
    /// @throws IllegalArgumentException where the margin is not above 0
    public static Verdict of(String candidate, Paired paired, double margin) {
        String within = "within " + points(margin, paired) + " points";
        boolean equivalent = paired.isEquivalent(margin);
        Verdict plain = of(candidate, paired);
        return switch (plain.outcome) {
            case IDENTICAL -> plain;
            case WORSE, BETTER, EQUIVALENT -> equivalent
                    ? new Verdict(Outcome.EQUIVALENT, counts(candidate, paired) + ": " + direction(paired)
                            + ", yet equivalent " + within + evidence(paired))
                    : plain;
            case NO_EVIDENCE -> equivalent
                    ? new Verdict(Outcome.EQUIVALENT, counts(candidate, paired) + ": equivalent " + within
                            + evidence(paired))
                    : new Verdict(Outcome.NO_EVIDENCE, plain.text + "; not shown to be " + within
                            + " (" + interval(paired) + ")");
        };
    }

    /// The verdict where no sample has a label, so that the pair's reference is right by definition: whether the two agree.
    ///
    /// @param candidate as [#of(String, Paired)]
    public static Verdict unlabelled(String candidate, Paired paired) {
        Interval interval = ScoreInterval.ofProportion(paired.n() - paired.agreeing(), paired.n(),
                ScoreInterval.CONFIDENCE);
        return paired.isIdentical()
                ? new Verdict(Outcome.IDENTICAL, identical(candidate, paired))
                : new Verdict(Outcome.NO_EVIDENCE, String.format(Locale.ROOT,
                        "%s predicts another class for %,d of %,d sample%s (%s %%, 95 %% interval %s to %s); they have no labels,"
                                + " so nothing says which model is right",
                        candidate, paired.n() - paired.agreeing(), paired.n(), paired.n() == 1 ? "" : "s",
                        points(100 - paired.agreement(), paired),
                        points(interval.low(), paired), points(interval.high(), paired)));
    }

    /// [#unlabelled] in a few words, without the candidate's name.
    public static String agreement(Paired paired) {
        return paired.isIdentical() ? "the same classes"
                : String.format(Locale.ROOT, "another class for %,d of %,d", paired.n() - paired.agreeing(),
                        paired.n());
    }

    private static String identical(String candidate, Paired paired) {
        return String.format(Locale.ROOT, "%s predicts the same on all %,d: identical", candidate, paired.n());
    }

    private static String counts(String candidate, Paired paired) {
        return String.format(Locale.ROOT, "%s loses %,d and gains %,d of %,d",
                candidate, paired.lost(), paired.gained(), paired.n());
    }

    private static String direction(Paired paired) {
        String word = paired.change() < 0 ? "worse" : "better";
        return word + " by " + points(Math.abs(paired.change()), paired) + " points";
    }

    private static String evidence(Paired paired) {
        return " (" + p(paired) + ", " + interval(paired) + ")";
    }

    private static String detectable(Paired paired) {
        OptionalDouble change = paired.minimumDetectable();
        return change.isEmpty()
                ? "so few samples can show no change at all"
                : "a change of " + points(change.getAsDouble(), paired)
                        + " points or more would have shown with 80 % power";
    }

    private static String interval(Paired paired) {
        Interval interval = paired.interval();
        return "95 % interval " + points(interval.low(), paired) + " to " + points(interval.high(), paired);
    }

    /// Two digits that matter, and as many more as it takes not to round to the other side of the level.
    private static String p(Paired paired) {
        double p = paired.p();
        if (p < 0.0001) {
            return "p < 0.0001";
        }
        int decimals = p < 0.001 ? 5 : p < 0.01 ? 4 : p < 0.1 ? 3 : 2;
        String text = decimal(p, decimals);
        while (Double.parseDouble(text) < McNemar.ALPHA != p < McNemar.ALPHA) {
            text = decimal(p, ++decimals);
        }
        return "p = " + text;
    }

    /// As many decimals as one sample weighs, at least two, and as many more as it takes not to round to zero.
    private static String points(double points, Paired paired) {
        int decimals = Math.max(2, (int) Math.ceil(Math.log10(paired.n() / 100.0)));
        String text = decimal(points, decimals);
        while (Double.parseDouble(text) == 0 && Math.abs(points) > 1e-9) {
            text = decimal(points, ++decimals);
        }
        return text;
    }

    private static String decimal(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value + 0.0);
    }
}
