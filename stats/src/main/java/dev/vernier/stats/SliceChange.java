package dev.vernier.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// What a candidate does to some of the samples, such as those of one true class.
///
/// @param slice what the samples have in common: the class, or the number that a user gave them
/// @param paired the slice's samples in both
/// @param adjusted the exact McNemar p, corrected by [Holm] for looking at every slice
public record SliceChange(int slice, Paired paired, double adjusted) {
    /// Every class that some sample belongs to, in ascending order.
    ///
    /// @throws IllegalArgumentException where the samples or labels differ
    public static List<SliceChange> ofClasses(Predictions reference, Predictions candidate) {
        return of(reference, candidate, reference::label);
    }

    /// Every slice that some labelled sample belongs to, in ascending order.
    ///
    /// @param slice of a sample
    /// @throws IllegalArgumentException where the samples or labels differ
    public static List<SliceChange> of(Predictions reference, Predictions candidate, IntUnaryOperator slice) {
        reference.requireSameCount(candidate);
        Map<Integer, List<Integer>> samples = new TreeMap<>();
        for (int sample = 0; sample < reference.n(); sample++) {
            if (reference.isLabelled(sample)) {
                samples.computeIfAbsent(slice.applyAsInt(sample), first -> new ArrayList<>()).add(sample);
            }
        }
        List<Paired> paired = samples.values().stream()
                .map(own -> Paired.of(reference.at(own), candidate.at(own)))
                .toList();
        List<Double> adjusted = Holm.adjusted(paired.stream().map(Paired::p).toList());
        List<SliceChange> changes = new ArrayList<>();
        for (int own : samples.keySet()) {
            changes.add(new SliceChange(own, paired.get(changes.size()), adjusted.get(changes.size())));
        }
        return List.copyOf(changes);
    }

    /// Whether the slice changed, even though every slice was looked at.
    public boolean isSignificant() {
        return adjusted < McNemar.ALPHA;
    }
}
