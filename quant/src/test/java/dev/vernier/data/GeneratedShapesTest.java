package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneratedShapesTest {
    private final Dataset test = DataSpec.parse("shapes").open();
    private final Dataset train = DataSpec.parse("shapes:train").open();

    /// The demo network was trained on these bytes: a change here asks for a new network.
    @Test
    void drawsTheSameBytesOnEveryMachine() {
        assertEquals(8_131_273_707_751_191_215L, IntStream.range(0, 200).mapToLong(i -> test.sample(i).id()).sum());
        assertEquals(-6_586_558_514_584_264_542L, IntStream.range(0, 200).mapToLong(i -> train.sample(i).id()).sum());
        assertEquals(List.of(7, 3, 4, 8, 8, 1, 2, 2, 9, 5, 4, 2),
                IntStream.range(0, 12).mapToObj(i -> test.sample(i).label()).toList());
    }

    @Test
    void hasTenClassesOfAboutEqualSize() {
        int[] counts = new int[10];
        for (int i = 0; i < 2_000; i++) {
            counts[test.sample(i).label()]++;
        }
        assertEquals(10, test.labels().size());
        assertEquals("circle", test.labels().getFirst());
        for (int count : counts) {
            assertTrue(count > 140 && count < 260, "count = " + count);
        }
    }

    @Test
    void repeatsNoSampleWithinOrBetweenTheSplits() {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(test.sample(i).id());
            ids.add(train.sample(i).id());
        }
        assertEquals(2_000, ids.size());
    }

    @Test
    void hasNoLastSample() {
        assertEquals(10_000, test.size());
        assertEquals(50_000, train.size());
        Dataset more = test.first(2_000_000_000);
        assertEquals(2_000_000_000, more.size());
        assertEquals(test.sample(7), more.sample(7));
        assertNotEquals(more.sample(1_999_999_999), more.sample(1_999_999_998));
    }
}
