package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BestOfTest {
    @Test
    void knowsTheMeanOfTheLargestOfSomeNormals() {
        double[] published = {0, 0.56419, 0.84628, 1.02938, 1.16296, 1.26721, 1.35218, 1.42360, 1.48501, 1.53875};
        for (int k = 1; k <= published.length; k++) {
            assertEquals(published[k - 1], BestOf.largestOfNormals(k), 6e-6, "k = " + k);
        }
    }

    @Test
    void agreesWithDealingEveryWayThereIs() {
        for (int k = 2; k <= 5; k++) {
            assertDealt(k, 25, 0.07);
        }
        for (int k = 2; k <= 4; k++) {
            assertDealt(k, 100, 0.02);
        }
    }

    private static void assertDealt(int k, int samples, double tolerance) {
        for (int right = 1; right < k; right++) {
            List<Predictions> candidates = candidates(k, right, samples);
            double dealt = dealt(k, right, samples) * 100 / candidates.getFirst().n();
            assertEquals(dealt, BestOf.of(candidates).expectedGain(), tolerance * dealt, k + " of which " + right);
        }
    }

    @Test
    void isHalfTheExpectedDifferenceOfTwo() {
        BestOf best = BestOf.of(candidates(2, 1, 200));
        assertEquals(100 * Math.sqrt(200 / (2 * Math.PI)) / best.n(), best.expectedGain(), 1e-9);
    }

    @Test
    void countsCandidatesThatAreRightOnTheSameSamplesOnce() {
        List<Predictions> three = candidates(3, 1, 60);
        BestOf best = BestOf.of(Stream.concat(three.stream(), three.stream()).toList());
        assertEquals(6, best.k());
        assertEquals(3, best.distinct());
        assertEquals(BestOf.of(three).expectedGain(), best.expectedGain());
        assertEquals(new BestOf(three.getFirst().n(), 1, 1, 0), BestOf.of(three.subList(0, 1)));
    }

    @Test
    void givesATenthOfAPointOnTheFoundingRuns() {
        assertEquals(0.108, ofRuns("hist_n-1024_bs-8", "hist_n-1024_bs-32", "hist_n-1024_bs-64", "sym_n-1024"), 5e-4);
        assertEquals(0.110, ofRuns("aug_seed_1", "aug_seed_2", "minmax_n-1024_bs-32_aug-True",
                "minmax_n-2048_bs-32_aug-True"), 5e-4);
        assertEquals(0, ofRuns("minmax_n-1024_bs-8_aug-True", "minmax_n-1024_bs-16_aug-True"));
    }

    @Test
    void refusesNoCandidateAndOtherNumbersOfSamples() {
        assertThrows(IllegalArgumentException.class, () -> BestOf.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> BestOf.of(List.of(candidates(2, 1, 3).getFirst(),
                candidates(2, 1, 4).getFirst())));
    }

    private static double ofRuns(String... runs) {
        Map<String, Tensor> arrays = Npz.read(Shared.path("golden/resnet18_torch_predictions.npz"));
        int[] labels = arrays.get("labels").ints();
        return BestOf.of(Stream.of(runs).map(run -> Predictions.of(arrays.get(run).ints(), labels)).toList())
                .expectedGain();
    }

    /// Candidates of which `right` get each of `samples` right, taking turns; beside them as many samples that all get
    /// right.
    private static List<Predictions> candidates(int k, int right, int samples) {
        List<Predictions> candidates = new ArrayList<>();
        for (int candidate = 0; candidate < k; candidate++) {
            int own = candidate;
            candidates.add(Predictions.of(
                    IntStream.range(0, 2 * samples)
                            .map(sample -> sample >= samples || (sample + own) % k < right ? 1 : 0).toArray(),
                    IntStream.range(0, 2 * samples).map(sample -> 1).toArray()));
        }
        return candidates;
    }

    /// How far the largest of the k counts lies above their mean, averaged over every way to deal each sample.
    private static double dealt(int k, int right, int samples) {
        List<Integer> hands =
                IntStream.range(0, 1 << k).filter(hand -> Integer.bitCount(hand) == right).boxed().toList();
        Map<List<Integer>, Double> counts = Map.of(Collections.nCopies(k, 0), 1.0);
        for (int sample = 0; sample < samples; sample++) {
            Map<List<Integer>, Double> next = new HashMap<>();
            counts.forEach((count, probability) -> hands.forEach(hand -> next.merge(
                    IntStream.range(0, k).map(i -> count.get(i) + (hand >> i & 1)).boxed().sorted().toList(),
                    probability / hands.size(), Double::sum)));
            counts = next;
        }
        return counts.entrySet().stream()
                .mapToDouble(entry -> entry.getValue() * (entry.getKey().getLast() - (double) samples * right / k))
                .sum();
    }
}
