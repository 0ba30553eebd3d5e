package dev.vernier.audit.experiment;

import dev.vernier.stats.Predictions;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which label each class of a model has in the data.
///
/// @param text what it is, one phrase
/// @param labels by class; -1 where the data has none for it
record LabelMap(String text, List<Integer> labels) {
    private static final int LARGEST_LISTED = 6;
    /// How often a class must meet a label before that says what it is.
    private static final int ENOUGH = 5;

    LabelMap {
        labels = List.copyOf(labels);
    }

    static LabelMap shifted(int by, int classes) {
        return new LabelMap("labels are the model's classes " + (by > 0 ? "plus " : "minus ") + Math.abs(by),
                IntStream.range(0, classes).mapToObj(of -> Math.max(-1, of + by)).toList());
    }

    /// Folders that are called 0, 1, 2 and so on come in the order 0, 1, 10, 11 when sorted by name.
    static LabelMap ofSortedNumbers(int classes) {
        List<String> sorted = IntStream.range(0, classes).mapToObj(Integer::toString).sorted().toList();
        return new LabelMap("labels are in the order of numbers sorted as text (0, 1, 10, 11, 2)", IntStream
                .range(0, classes).mapToObj(of -> Collections.binarySearch(sorted, Integer.toString(of))).toList());
    }

    /// From the names on both sides; empty where they are not the same names.
    static Optional<LabelMap> ofNames(List<String> model, List<String> data) {
        return model.isEmpty() || !new HashSet<>(data).containsAll(model) ? Optional.empty()
                : Optional.of(new LabelMap("the data's class names stand in another order than the model's",
                        model.stream().map(data::indexOf).toList()));
    }

    /// The pairs of class and label that meet most often, each class and each label once, from the most frequent pair on.
    /// Where every class meets one label most, and each another one, no assignment gets more samples right. Empty where all
    /// stays as it is.
    static Optional<LabelMap> learned(Predictions predictions, int classes) {
        Map<List<Integer>, Long> met = IntStream.range(0, predictions.n()).filter(predictions::isLabelled).boxed()
                .collect(Collectors.groupingBy(
                        sample -> List.of(predictions.prediction(sample), predictions.label(sample)),
                        LinkedHashMap::new, Collectors.counting()));
        Map<Integer, Integer> assigned = new HashMap<>();
        met.entrySet().stream().filter(pair -> pair.getValue() >= ENOUGH && pair.getKey().getLast() < classes)
                .sorted(Map.Entry.<List<Integer>, Long>comparingByValue().reversed()).map(Map.Entry::getKey)
                .filter(pair -> !assigned.containsValue(pair.getLast()))
                .forEach(pair -> assigned.putIfAbsent(pair.getFirst(), pair.getLast()));
        Deque<Integer> left = new ArrayDeque<>(IntStream.range(0, classes)
                .filter(label -> !assigned.containsValue(label)).boxed().toList());
        IntStream.range(0, classes).filter(of -> !assigned.containsKey(of) && left.remove(of))
                .forEach(of -> assigned.put(of, of));
        List<Integer> labels = IntStream.range(0, classes)
                .mapToObj(of -> assigned.containsKey(of) ? assigned.get(of) : left.removeFirst()).toList();
        return isIdentity(labels) ? Optional.empty()
                : Optional.of(new LabelMap("labels are permuted: " + moves(labels), labels));
    }

    private static String moves(List<Integer> labels) {
        List<Integer> moved = IntStream.range(0, labels.size()).filter(of -> labels.get(of) != of).boxed().toList();
        return moved.stream().limit(LARGEST_LISTED).map(of -> "class " + of + " is label " + labels.get(of))
                .collect(Collectors.joining(", ")) + (moved.size() > LARGEST_LISTED ? ", ..." : "");
    }

    boolean isIdentity() {
        return isIdentity(labels);
    }

    private static boolean isIdentity(List<Integer> labels) {
        return IntStream.range(0, labels.size()).allMatch(of -> labels.get(of) == of);
    }

    /// The predictions as labels of the data. A class without a label becomes one that no sample has.
    Predictions of(Predictions predictions) {
        int none = labels.size();
        return Predictions.of(
                IntStream.range(0, predictions.n()).map(predictions::prediction)
                        .map(of -> labels.get(of) < 0 ? none : labels.get(of)).toArray(),
                IntStream.range(0, predictions.n()).map(predictions::label).toArray());
    }
}
