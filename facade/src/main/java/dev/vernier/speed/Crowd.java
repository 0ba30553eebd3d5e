package dev.vernier.speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Several sessions side by side, each on a thread of its own. One piece of work is as many runs as there are sessions; who
/// is done with one takes the next, so that a session on a busy core does not hold up the others.
final class Crowd implements Timed, AutoCloseable {
    private final List<Contender> contenders = new ArrayList<>();
    private final ExecutorService threads;

    /// @param first stays its owner's
    Crowd(int size, Contender first) {
        this.threads = Executors.newFixedThreadPool(size);
        try {
            for (int i = 0; i < size; i++) {
                contenders.add(first.sibling().get());
            }
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    /// Long enough for threads that have slept to come to speed.
    @Override
    public Duration burst() {
        return Duration.ofMillis(100);
    }

    @Override
    public void run(int times) {
        AtomicLong left = new AtomicLong((long) times * contenders.size());
        List<Callable<Object>> work = new ArrayList<>();
        contenders.forEach(contender -> work.add(Executors.callable(() -> {
            while (left.getAndDecrement() > 0) {
                contender.run().run();
            }
        })));
        try {
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause().getMessage(), failed);
        }
    }

    @Override
    public void close() {
        threads.close();
        contenders.forEach(Contender::close);
    }
}
