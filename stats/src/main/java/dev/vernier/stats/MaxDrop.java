package dev.vernier.stats;

import java.util.Locale;
import java.util.OptionalLong;

/// A gate: the candidate may lose at most this many points. It is met only where the whole 95 % interval of the change
/// says so, not already where the observed change does.
///
/// @param points 0 or more
public record MaxDrop(double points) {
    /// What the interval says about a larger drop.
    public enum Answer {
        EXCLUDED("met"),
        NOT_EXCLUDED("not-excluded"),
        PROVEN("proven");

        private final String id;

        Answer(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /// @throws IllegalArgumentException where `points` lies outside 0 to 100
    public MaxDrop {
        if (!(points >= 0 && points <= 100)) {
            throw new IllegalArgumentException("max drop = " + points + ", needed 0 to 100 points");
        }
    }

    public Answer of(Paired paired) {
        Interval interval = paired.interval();
        return interval.low() >= -points ? Answer.EXCLUDED
                : interval.high() < -points ? Answer.PROVEN
                        : Answer.NOT_EXCLUDED;
    }

    /// How many samples beyond those at hand would probably meet the gate, were the change as observed; empty where it is
    /// met, or no number of samples would.
    public OptionalLong moreSamples(Paired paired) {
        return paired.moreSamples(-points, 100);
    }

    /// One sentence without a full stop.
    ///
    /// @param candidate what the sentence calls the candidate
    public String text(String candidate, Paired paired) {
        Interval interval = paired.interval();
        String drop = String.format(Locale.ROOT, "a drop of more than %s points", number(points));
        String ends = String.format(Locale.ROOT, " (95 %% interval %.2f to %.2f)", interval.low() + 0.0,
                interval.high() + 0.0);
        return candidate + switch (of(paired)) {
            case EXCLUDED -> ": gate met, " + drop + " is excluded" + ends;
            case PROVEN -> ": gate not met, " + drop + " is proven" + ends;
            case NOT_EXCLUDED -> ": gate not met, " + drop + " is not proven, but not excluded either" + ends
                    + (paired.mcNemar().rejects() && paired.change() < 0 ? "; that it is worse is proven" : "");
        };
    }

    private static String number(double points) {
        String text = String.format(Locale.ROOT, "%.2f", points);
        return Double.parseDouble(text) == points ? text : Double.toString(points);
    }
}
