package dev.vernier.cli.job;

import dev.vernier.cli.speed.Contestant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several sessions side by side, each on a thread of its own: one piece of work is a run of each of them.
final class Crowd implements Contestant, AutoCloseable {
    private final List<Side> sides = new ArrayList<>();
    private final ExecutorService threads;

    /// @param first stays its owner's
    Crowd(int size, Side first) {
        this.threads = Executors.newFixedThreadPool(size);
        try {
            for (int i = 0; i < size; i++) {
                sides.add(first.sibling().get());
            }
        } catch (RuntimeException | Error failed) {
            close();
            throw failed;
        }
    }

    @Override
    public void run(int times) {
        List<Callable<Object>> work = new ArrayList<>();
        sides.forEach(side -> work.add(Executors.callable(() -> Contestant.of(side.run()).run(times))));
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
        sides.forEach(Side::close);
    }
}
