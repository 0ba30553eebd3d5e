package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
    private static Labels labels(int... labels) {
        return Labels.of(labels.length, index -> labels[index]);
    }

    /// Samples that tell their place.
    private static Dataset dataset(int... labels) {
        return Dataset.of("numbers", IntStream.range(0, labels.length)
                .mapToObj(place -> new Sample(Tensor.vector(place), labels[place])).toList());
    }

    private static List<Long> places(Dataset dataset) {
        return IntStream.range(0, dataset.size()).mapToObj(index -> dataset.sample(index).image().longAt(0)).toList();
    }

    @Test
    void takesClassesInTurnWhereTheyAreSorted() {
        Dataset sorted = dataset(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
        assertEquals(List.of(0L, 4L, 8L, 1L, 5L), places(sorted.first(5)));
        assertEquals(List.of(2L, 3L, 6L, 7L, 9L, 10L, 11L), places(sorted.skip(5)));
        assertEquals("numbers: sample 8", sorted.first(5).where(2));
        assertSame(sorted, sorted.first(12));
        assertEquals(0, sorted.skip(12).size());
    }

    @Test
    void givesLargeClassesTheirShareAndEveryClassOne() {
        int[] labels = IntStream.range(0, 1000).map(i -> i < 900 ? 7 : i < 999 ? 3 : 5).toArray();
        Dataset first = dataset(labels).first(101);
        assertEquals(List.of(3, 5, 7), first.listedLabels().orElseThrow().distinct());
        assertEquals(90, IntStream.range(0, 101).filter(i -> first.sample(i).label() == 7).count(), 1);
    }

    @ParameterizedTest
    @CsvSource({"2, 20", "2, 1000", "10, 200", "10, 10000", "100, 1000"})
    void knowsSortedSamplesFromMixedOnes(int classes, int n) {
        for (long seed = 0; seed < 50; seed++) {
            List<Integer> mixed = new ArrayList<>(IntStream.range(0, n).map(i -> i % classes).boxed().toList());
            Collections.shuffle(mixed, new Random(seed));
            assertFalse(Labels.of(n, mixed::get).areSorted(), "seed = " + seed);
            Collections.sort(mixed);
            assertTrue(Labels.of(n, mixed::get).areSorted(), "seed = " + seed);
        }
    }

    @Test
    void knowsStretchesOfOneClassThatComeSeveralTimes() {
        assertTrue(Labels.of(5000, place -> place / 100 % 10).areSorted());
        assertFalse(Labels.of(5000, place -> place % 10).areSorted());
        assertFalse(labels(0, 0, 1, 1, 0, 0, 1, 1).areSorted());
    }

    @Test
    void leavesSamplesOfOneClassOrNoneAsTheyAre() {
        assertFalse(labels().areSorted());
        assertFalse(labels(4, 4, 4).areSorted());
        assertFalse(labels(Sample.UNLABELLED, Sample.UNLABELLED).areSorted());
        assertEquals(List.of(2), labels(2, Sample.UNLABELLED).distinct());
    }

    @Test
    void keepsMixedSamplesInTheirOrder() {
        int[] mixed = new Random(1).ints(500, 0, 10).toArray();
        Dataset dataset = dataset(mixed);
        assertEquals(IntStream.range(0, 100).mapToObj(Long::valueOf).toList(), places(dataset.first(100)));
        assertEquals(IntStream.range(100, 500).mapToObj(Long::valueOf).toList(), places(dataset.skip(100)));
    }

    @Test
    void splitsAnySortedSetWithoutLossOrRepetition() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int[] labels = random.ints(1 + random.nextInt(60), 0, 1 + random.nextInt(9)).sorted().toArray();
            Dataset dataset = dataset(labels);
            int count = random.nextInt(labels.length + 1);
            List<Long> all = new ArrayList<>(places(dataset.first(count)));
            all.addAll(places(dataset.skip(count)));
            Collections.sort(all);
            assertEquals(places(dataset), all, "seed = " + seed);
            if (count >= Arrays.stream(labels).distinct().count()) {
                assertEquals(dataset.listedLabels().orElseThrow().distinct(),
                        dataset.first(count).listedLabels().orElseThrow().distinct(), "seed = " + seed);
            }
        }
    }

    @Test
    void keepsPreparedSamplesWhereTheyAreTakenInTurn() {
        Dataset sorted = dataset(0, 0, 0, 1, 1, 1);
        Loader all = Loader.of(sorted, Preprocess.RAW).keeping();
        Loader few = all.first(2);
        assertEquals(Tensor.vector(0, 3), longs(few.load(0, 2).x()));
        assertEquals(Tensor.vector(0, 1, 2, 3, 4, 5), longs(all.load(0, 6).x()));
    }

    private static Tensor longs(Tensor tensor) {
        return Tensor.vector(IntStream.range(0, tensor.size()).mapToLong(i -> (long) tensor.doubleAt(i)).toArray());
    }
}
