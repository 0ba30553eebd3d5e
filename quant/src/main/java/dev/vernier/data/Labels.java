package dev.vernier.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// The labels of a data set's samples, in their order.
public final class Labels {
    /// How many times fewer neighbours must change the class than in a random order.
    private static final int FEWER = 4;

    private final int[] labels;

    private Labels(int[] labels) {
        this.labels = labels;
    }

    /// @param labels of the samples 0 to `size` (exclusive), [Sample#UNLABELLED] where none is known
    public static Labels of(int size, IntUnaryOperator labels) {
        return new Labels(IntStream.range(0, size).map(labels).toArray());
    }

    public int size() {
        return labels.length;
    }

    /// @throws IndexOutOfBoundsException where `index` is outside `[0, size)`
    public int at(int index) {
        return labels[index];
    }

    /// The labels that there are, without [Sample#UNLABELLED], in ascending order.
    public List<Integer> distinct() {
        return Arrays.stream(labels).filter(label -> label != Sample.UNLABELLED).distinct().sorted().boxed().toList();
    }

    /// Whether the samples of a class stand together: of each in one stretch, or in less than a quarter of the stretches
    /// that a random order has.
    public boolean areSorted() {
        Map<Integer, Integer> sizes = sizes();
        if (sizes.size() < 2) {
            return false;
        }
        int stretches = 1 + (int) IntStream.range(1, size()).filter(i -> labels[i] != labels[i - 1]).count();
        double equalNeighbours =
                sizes.values().stream().mapToDouble(of -> (double) of * (of - 1)).sum() / size();
        return stretches == sizes.size() || FEWER * stretches < size() - equalNeighbours;
    }

    /// The places of all samples, the classes taking turns: the first one of every class, in the order in which the classes
    /// come, and then of each as large a share as it has of all. Within a class the order stays. Any beginning is therefore
    /// of all classes alike. O(n log n) for n samples.
    public List<Integer> turns() {
        Map<Integer, Integer> sizes = sizes();
        Map<Integer, Integer> seen = new HashMap<>();
        double[] turn = new double[size()];
        for (int i = 0; i < size(); i++) {
            turn[i] = (seen.merge(labels[i], 1, Integer::sum) - 1) / (double) sizes.get(labels[i]);
        }
        return IntStream.range(0, size()).boxed().sorted(Comparator.comparingDouble(i -> turn[i])).toList();
    }

    private Map<Integer, Integer> sizes() {
        Map<Integer, Integer> sizes = new HashMap<>();
        Arrays.stream(labels).forEach(label -> sizes.merge(label, 1, Integer::sum));
        return sizes;
    }
}
