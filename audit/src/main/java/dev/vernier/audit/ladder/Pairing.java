package dev.vernier.audit.ladder;

import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.SliceChange;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Whether two models were run on the same samples. By their ids where both have them, else by their number and labels.
public sealed interface Pairing {
    /// The samples that both have, in the reference's order.
    ///
    /// @param slices the group of each sample, as the reference has it, or else the candidate; empty where neither has
    /// @param isById whether ids say that the samples are the same
    /// @param remarks what differs between the two runs, though it can be made good or does not forbid to compare
    record Same(Predictions reference, Predictions candidate, List<Integer> slices, boolean isById,
            List<Remark> remarks)
            implements
                Pairing {
        public Same {
            slices = List.copyOf(slices);
            remarks = List.copyOf(remarks);
        }

        public Paired paired() {
            return InputException.given(() -> Paired.of(reference, candidate));
        }

        /// What the candidate does to the samples of each true class.
        public List<SliceChange> byClass() {
            return SliceChange.ofClasses(reference, candidate);
        }

        /// What it does to the groups that the user put the samples into; empty where he did not.
        public List<SliceChange> bySlice() {
            return slices.isEmpty() ? List.of() : SliceChange.of(reference, candidate, slices::get);
        }
    }

    /// No comparison is possible.
    ///
    /// @param text how the samples differ
    record Different(String text) implements Pairing {}

    /// A difference between the runs.
    ///
    /// @param isHarmless whether it is made good
    record Remark(boolean isHarmless, String text) {}

    static Pairing of(Recorded reference, Recorded candidate) {
        return reference.ids().isPresent() && candidate.ids().isPresent()
                ? byIds(reference, candidate)
                : byOrder(reference, candidate);
    }

    private static Pairing byIds(Recorded reference, Recorded candidate) {
        List<Integer> own = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        Map<Long, Deque<Integer>> places = places(candidate.ids().orElseThrow());
        Tensor ids = reference.ids().orElseThrow();
        for (int sample = 0; sample < ids.size(); sample++) {
            Deque<Integer> equal = places.getOrDefault(ids.longAt(sample), new ArrayDeque<>());
            if (!equal.isEmpty()) {
                own.add(sample);
                others.add(equal.removeFirst());
            }
        }
        if (own.isEmpty()) {
            return new Different(counts(reference, candidate) + ", none of them in both");
        }
        List<Remark> remarks = new ArrayList<>();
        if (own.size() < Math.max(reference.predictions().n(), candidate.predictions().n())) {
            remarks.add(new Remark(false, String.format(Locale.ROOT, "%s; compared on the %,d that are in both",
                    counts(reference, candidate), own.size())));
        }
        if (IntStream.range(1, others.size()).anyMatch(i -> others.get(i) < others.get(i - 1))) {
            remarks.add(new Remark(true, candidate.name() + " holds the samples of " + reference.name()
                    + " in another order; paired by their ids"));
        }
        return labelled(reference, own, candidate, others, true, remarks);
    }

    private static Map<Long, Deque<Integer>> places(Tensor ids) {
        Map<Long, Deque<Integer>> places = new HashMap<>();
        for (int sample = 0; sample < ids.size(); sample++) {
            places.computeIfAbsent(ids.longAt(sample), id -> new ArrayDeque<>()).add(sample);
        }
        return places;
    }

    private static Pairing byOrder(Recorded reference, Recorded candidate) {
        List<Integer> all = IntStream.range(0, reference.predictions().n()).boxed().toList();
        return all.size() == candidate.predictions().n()
                ? labelled(reference, all, candidate, all, false, List.of())
                : new Different(counts(reference, candidate) + ", and no ids in both to pair them by");
    }

    private static Pairing labelled(Recorded reference, List<Integer> own, Recorded candidate, List<Integer> others,
            boolean isById, List<Remark> remarks) {
        Predictions before = reference.predictions().at(own);
        Predictions after = candidate.predictions().at(others);
        int[] differing = IntStream.range(0, before.n())
                .filter(sample -> before.label(sample) != after.label(sample))
                .toArray();
        if (differing.length > 0) {
            int first = differing[0];
            return new Different(String.format(Locale.ROOT,
                    "%,d of %s %s, the first of them %d in %s and %d in %s%s",
                    differing.length, new Counted(before.n(), "sample"),
                    differing.length == 1 ? "has another label" : "have other labels", before.label(first),
                    reference.name(), after.label(first),
                    candidate.name(), !isById && isReordered(before, after)
                            ? "; it is the same labels in another order, and there are no ids in both to pair by"
                            : ""));
        }
        List<Remark> all = new ArrayList<>(remarks);
        preprocessing(reference, candidate).ifPresent(all::add);
        List<Integer> slices = reference.slices().isEmpty() ? slices(candidate, others) : slices(reference, own);
        return new Same(before, after, slices, isById, all);
    }

    private static List<Integer> slices(Recorded recorded, List<Integer> samples) {
        return recorded.slices().isEmpty() ? List.of() : samples.stream().map(recorded.slices()::get).toList();
    }

    private static boolean isReordered(Predictions before, Predictions after) {
        return Arrays.equals(
                IntStream.range(0, before.n()).map(before::label).sorted().toArray(),
                IntStream.range(0, after.n()).map(after::label).sorted().toArray());
    }

    private static Optional<Remark> preprocessing(Recorded reference, Recorded candidate) {
        return reference.preprocessing().flatMap(before -> candidate.preprocessing()
                .filter(after -> !after.equals(before))
                .map(after -> new Remark(false, "other preprocessing: " + before + " in " + reference.name() + ", "
                        + after + " in " + candidate.name())));
    }

    private static String counts(Recorded reference, Recorded candidate) {
        return String.format(Locale.ROOT, "%s in %s, %,d in %s", new Counted(reference.predictions().n(), "sample"),
                reference.name(), candidate.predictions().n(), candidate.name());
    }
}
