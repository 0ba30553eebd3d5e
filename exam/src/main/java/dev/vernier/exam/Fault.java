package dev.vernier.exam;

import dev.vernier.audit.finding.FindingId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// One way to spoil a model or an experiment.
///
/// @param right what an audit has to call it
/// @param magnitudes how much, or which variant; each fault has a scale of its own
record Fault(FindingId right, List<Double> magnitudes, Planting planting) {
    /// Plants a fault.
    @FunctionalInterface
    interface Planting {
        /// @param random chooses where
        /// @return empty where this model has no place for it
        Optional<Exhibit> plant(Clean clean, double magnitude, Random random);
    }

    Fault {
        magnitudes = List.copyOf(magnitudes);
    }

    static Fault of(FindingId right, Planting planting, double... magnitudes) {
        return new Fault(right, Arrays.stream(magnitudes).boxed().toList(), planting);
    }

    static List<Fault> all() {
        return Stream.of(RangeFaults.all(), WeightFaults.all(), LayerFaults.all(), ChannelFaults.all(),
                ExperimentFaults.all())
                .flatMap(List::stream).toList();
    }

    static Fault named(String id) {
        return all().stream().filter(fault -> fault.right().toString().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("fault " + id + ", needed one that can be planted"));
    }

    /// One, a few or all of a list.
    static <T> List<T> some(List<T> all, Random random) {
        List<T> mixed = new ArrayList<>(all);
        Collections.shuffle(mixed, random);
        int count = List.of(1, 3, all.size()).get(random.nextInt(3));
        return mixed.subList(0, Math.min(count, mixed.size()));
    }
}
