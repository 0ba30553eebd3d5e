package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
    private static List<Integer> units(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void handsResultsOverInOrder(int threads) {
        List<Integer> results = new ArrayList<>();
        Thread caller = Thread.currentThread();
        Workers.run(units(500), threads, Object::new, (state, unit) -> {
            if (unit % 7 == 0) {
                Thread.yield();
            }
            return unit * unit;
        }, result -> {
            assertSame(caller, Thread.currentThread());
            results.add(result);
        });
        assertEquals(units(500).stream().map(i -> i * i).toList(), results);
    }

    @Test
    void givesEachThreadOneStateAndClosesIt() {
        Set<Thread> makers = ConcurrentHashMap.newKeySet();
        AtomicInteger open = new AtomicInteger();
        record State(Thread maker, AtomicInteger open) implements AutoCloseable {
            @Override
            public void close() {
                assertSame(maker, Thread.currentThread());
                open.decrementAndGet();
            }
        }
        Workers.run(units(100), 4, () -> {
            assertTrue(makers.add(Thread.currentThread()));
            open.incrementAndGet();
            return new State(Thread.currentThread(), open);
        }, (state, unit) -> {
            assertSame(state.maker(), Thread.currentThread());
            return unit;
        }, result -> {});
        assertEquals(0, open.get());
        assertTrue(makers.size() <= 4);
    }

    @Test
    void throwsTheFirstFailureInOrderAndBeginsNothingMore() {
        List<Integer> results = new ArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch laterFailed = new CountDownLatch(1);
        InputException failure =
                assertThrows(InputException.class, () -> Workers.run(units(10_000), 4, Object::new, (state, unit) -> {
                    begun.incrementAndGet();
                    if (unit == 5) {
                        await(laterFailed);
                        throw new InputException("unit 5");
                    }
                    if (unit == 6) {
                        laterFailed.countDown();
                        throw new InputException("unit 6");
                    }
                    return unit;
                }, results::add));
        assertEquals("unit 5", failure.getMessage());
        assertEquals(List.of(0, 1, 2, 3, 4), results);
        assertTrue(begun.get() < 100, "begun = " + begun);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void staysWithinItsLookAhead() {
        AtomicInteger finished = new AtomicInteger();
        int[] taken = {0};
        Workers.run(units(300), 2, Object::new, (state, unit) -> finished.incrementAndGet(), result -> {
            assertTrue(finished.get() - taken[0] <= 2 * 3 + 1, finished + " finished, " + taken[0] + " taken");
            taken[0]++;
        });
        assertEquals(300, taken[0]);
    }

    @Test
    void throwsWhatThrewWhereAStateCannotBeMadeOrAResultNotTaken() {
        assertEquals("no state", assertThrows(IllegalStateException.class, () -> Workers.run(units(9), 3, () -> {
            throw new IllegalStateException("no state");
        }, (state, unit) -> unit, result -> {})).getMessage());
        assertEquals("not taken",
                assertThrows(IllegalStateException.class, () -> Workers.run(units(900), 3, Object::new,
                        (state, unit) -> unit, result -> {
                            throw new IllegalStateException("not taken");
                        })).getMessage());
    }

    @Test
    void stopsWhereTheCallerIsInterrupted() {
        AtomicInteger begun = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Workers.run(units(10_000), 2, Object::new,
                (state, unit) -> begun.incrementAndGet(), result -> {}));
        assertTrue(Thread.interrupted());
        assertTrue(begun.get() < 100, "begun = " + begun);
    }

    @Test
    void doesNothingForNoUnitsAndRefusesNoThreads() {
        Workers.run(List.of(), 2, Object::new, (state, unit) -> unit, result -> assertFalse(true));
        assertThrows(InputException.class,
                () -> Workers.run(units(1), 0, Object::new, (state, unit) -> unit, result -> {}));
    }
}
