package dev.vernier.audit;

import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a candidate does to the samples of one true class.
///
/// @param label the class
/// @param paired its samples in both
/// @param adjusted the exact McNemar p, corrected by [Holm] for looking at every class
public record ClassChange(int label, Paired paired, double adjusted) {
    /// Every class that some sample belongs to, in ascending order.
    ///
    /// @throws InputException where the samples or labels differ
    public static List<ClassChange> of(Predictions reference, Predictions candidate) {
        reference.requireSameCount(candidate);
        Map<Integer, List<Integer>> samples = new TreeMap<>();
        for (int sample = 0; sample < reference.n(); sample++) {
            if (reference.isLabelled(sample)) {
                samples.computeIfAbsent(reference.label(sample), label -> new ArrayList<>()).add(sample);
            }
        }
        List<Paired> paired = samples.values().stream()
                .map(own -> Paired.of(reference.at(own), candidate.at(own)))
                .toList();
        List<Double> adjusted = Holm.adjusted(paired.stream().map(Paired::p).toList());
        List<ClassChange> changes = new ArrayList<>();
        for (int label : samples.keySet()) {
            changes.add(new ClassChange(label, paired.get(changes.size()), adjusted.get(changes.size())));
        }
        return List.copyOf(changes);
    }

    /// Whether the class changed, even though every class was looked at.
    public boolean isSignificant() {
        return adjusted < McNemar.ALPHA;
    }
}
