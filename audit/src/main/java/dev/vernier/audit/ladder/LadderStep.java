package dev.vernier.audit.ladder;

import dev.vernier.stats.McNemar;
import dev.vernier.stats.Paired;
import dev.vernier.tensor.Counted;
import java.util.Locale;

/// What one rung changes against the rung that it stands on.
///
/// @param rung the rung's id
/// @param against the id of the rung that it stands on
/// @param paired the two on the same samples
public record LadderStep(String rung, String against, Paired paired) {
    /// What the stage does, and what that did to the predictions, in one sentence without a full stop.
    public String text() {
        return RungId.stage(rung) + ": " + effect();
    }

    private String effect() {
        int differing = paired.n() - paired.agreeing();
        if (differing == 0) {
            return "every prediction as in " + against;
        }
        String counts =
                String.format(Locale.ROOT, "%,d of %s differ%s from %s", differing,
                        new Counted(paired.n(), "prediction"), differing == 1 ? "s" : "", against);
        if (!paired.mcNemar().rejects()) {
            return counts + ", no evidence of a change";
        }
        return String.format(
                Locale.ROOT,
                "%s, %,d lost and %,d gained: a change of %+.2f points",
                counts,
                paired.lost(),
                paired.gained(),
                paired.change());
    }

    /// Whether the stage alone changes the accuracy, by the exact McNemar test.
    public boolean isSignificant() {
        return paired.mcNemar().rejects();
    }
}
