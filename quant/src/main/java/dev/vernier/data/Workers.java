package dev.vernier.data;

import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Data-parallel work whose results come in order, however many threads do it.
public final class Workers {
    private static final int LOOK_AHEAD_PER_THREAD = 3;

    private Workers() {}

    /// Applies a task to every unit on `threads` threads and hands the results, in the units' order, to `ordered` on the
    /// calling thread. At most three units per thread are finished or under way beyond the one being handed over.
    ///
    /// The first failure in the units' order is thrown here as it is, with the results before it handed over; no further
    /// unit is begun. Returns, either way, only when every thread has ended.
    ///
    /// @param worker makes a thread's own state, on that thread, when it takes its first unit; a state that is
    ///     [AutoCloseable] is closed on that thread
    /// @throws CancellationException where the calling thread is interrupted
    public static <U, W, R> void run(
            List<U> units, int threads, Supplier<W> worker, BiFunction<W, U, R> task, Consumer<R> ordered) {
        if (threads < 1) {
            throw new InputException("threads = " + threads + ", needed at least 1");
        }
        Job<U, W, R> job = new Job<>(units, threads, worker, task);
        List<Thread> started = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(threads, units.size()); i++) {
                started.add(Thread.ofPlatform().daemon().name("vernier-worker-" + (i + 1)).start(job));
            }
            for (int i = 0; i < units.size(); i++) {
                ordered.accept(job.take(i));
            }
        } finally {
            job.stop();
            join(started);
        }
    }

    private static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Closes what can be closed.
    static void close(Object state) {
        if (state instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("worker: " + e.getMessage() + " when closed", e);
            }
        }
    }

    /// What the threads of one run share. A unit's result stands in `results` from when it is finished until it is taken.
    private static final class Job<U, W, R> implements Runnable {
        private final List<U> units;
        private final Supplier<W> worker;
        private final BiFunction<W, U, R> task;
        private final List<CompletableFuture<R>> results = new ArrayList<>();
        private final AtomicInteger next = new AtomicInteger();
        private final Semaphore ahead;

        Job(List<U> units, int threads, Supplier<W> worker, BiFunction<W, U, R> task) {
            this.units = units;
            this.worker = worker;
            this.task = task;
            this.ahead = new Semaphore(threads * LOOK_AHEAD_PER_THREAD);
            for (int i = 0; i < units.size(); i++) {
                results.add(new CompletableFuture<>());
            }
        }

        R take(int index) {
            try {
                R result = results.get(index).get();
                results.set(index, null);
                ahead.release();
                return result;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while waiting for unit " + index);
            } catch (ExecutionException e) {
                throw Job.<RuntimeException>asItIs(e.getCause());
            }
        }

        /// Throws any failure without wrapping it; tasks declare no checked ones.
        @SuppressWarnings("unchecked")
        private static <E extends Throwable> E asItIs(Throwable failure) throws E {
            throw (E) failure;
        }

        void stop() {
            next.set(units.size());
            ahead.release(units.size());
        }

        @Override
        public void run() {
            W state = null;
            int index = 0;
            try {
                while ((index = begin()) < units.size()) {
                    if (state == null) {
                        state = worker.get();
                    }
                    results.get(index).complete(task.apply(state, units.get(index)));
                }
            } catch (Throwable failure) {
                results.get(index).completeExceptionally(failure);
            } finally {
                close(state);
            }
        }

        private int begin() {
            ahead.acquireUninterruptibly();
            return next.getAndUpdate(index -> index < units.size() ? index + 1 : index);
        }
    }
}
