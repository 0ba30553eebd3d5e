package dev.vernier.data;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Some samples of a data set, or all, in any order.
///
/// @param places of them in the data set
record ChosenSamples(Dataset whole, List<Integer> places) implements View {
    ChosenSamples {
        places = List.copyOf(places);
    }

    /// All in another order: a Fisher-Yates shuffle by a seeded [Random], so the same on every machine.
    static ChosenSamples shuffled(Dataset whole, long seed) {
        Random random = new Random(seed);
        Integer[] order = new Integer[whole.size()];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return new ChosenSamples(whole, List.of(order));
    }

    /// All but those at some places, in the order of the data set.
    static ChosenSamples without(Dataset whole, List<Integer> places) {
        Set<Integer> taken = Set.copyOf(places);
        return new ChosenSamples(whole,
                IntStream.range(0, whole.size()).filter(place -> !taken.contains(place)).boxed().toList());
    }

    @Override
    public int size() {
        return places.size();
    }

    @Override
    public int place(int index) {
        return places.get(index);
    }
}
