package dev.vernier.audit;

import dev.vernier.calibrate.SampleIds;
import java.util.Set;
import java.util.TreeSet;

/// What came by while rungs were climbed.
///
/// @param samples those that were evaluated
/// @param constant the rungs that give every sample the same scores
public record Seen(SampleIds samples, Set<String> constant) {
    /// Of predictions alone.
    static final Seen NOTHING = new Seen(SampleIds.NONE, Set.of());

    public Seen {
        constant = Set.copyOf(constant);
    }

    /// The same after another rung.
    ///
    /// @param evaluated all samples, on each rung the same
    Seen and(SampleIds evaluated, String rung, boolean isConstant) {
        Set<String> all = new TreeSet<>(constant);
        if (isConstant) {
            all.add(rung);
        }
        return new Seen(evaluated, all);
    }
}
