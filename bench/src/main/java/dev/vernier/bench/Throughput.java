package dev.vernier.bench;

import dev.vernier.timing.Timing;
import dev.vernier.timing.Turns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What int8 sessions side by side, siblings on a thread each, do beside one: `Throughput SESSIONS (MODEL.onnx SIDE
/// BATCH)...`. It needs as many cores.
public final class Throughput {
    private static final Turns TURNS = new Turns(50, 1);
    private static final int RUNS = 20;

    private Throughput() {}

    public static void main(String... arguments) {
        int sessions = Integer.parseInt(arguments[0]);
        for (int i = 1; i + 3 <= arguments.length; i += 3) {
            Network network = Network.read(Path.of(arguments[i]), Integer.parseInt(arguments[i + 1]));
            measure(network, Integer.parseInt(arguments[i + 2]), sessions);
        }
    }

    private static void measure(Network network, int batch, int sessions) {
        List<Worker> crew = new ArrayList<>();
        try {
            crew.add(new Worker(Bound.open(network, network.integer(), batch)));
            while (crew.size() < sessions) {
                crew.add(new Worker(crew.getFirst().session.sibling()));
            }
            Map<String, Runnable> contestants = new LinkedHashMap<>();
            contestants.put("all", () -> finish(crew));
            contestants.put("one", () -> finish(crew.subList(0, 1)));
            TURNS.time(contestants);
            Map<String, Timing> timings = TURNS.time(contestants);
            Timing one = timings.get("one");
            Timing all = timings.get("all");
            double images = batch * RUNS * 1e3;
            System.out.printf(Locale.ROOT,
                    "%s%n  1 session %.0f images/s, %d sessions %.0f; throughput %s, of the fastest rounds %.3f%n",
                    network.title(batch), images / one.median(), sessions, sessions * images / all.median(),
                    Contest.text(all.against(one).times(sessions)), sessions * one.fastest() / all.fastest());
        } finally {
            crew.forEach(Worker::close);
        }
    }

    /// Lets each worker do its runs, at the same time, and waits for the last.
    private static void finish(List<Worker> crew) {
        List<Future<?>> works = crew.stream().<Future<?>>map(Worker::start).toList();
        for (Future<?> work : works) {
            await(work);
        }
    }

    private static void await(Future<?> work) {
        try {
            work.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /// A thread with a session.
    private static final class Worker implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Bound session;

        Worker(Bound session) {
            this.session = session;
        }

        Future<?> start() {
            return thread.submit(() -> {
                for (int run = 0; run < RUNS; run++) {
                    session.run();
                }
            });
        }

        @Override
        public void close() {
            thread.close();
            session.close();
        }
    }
}
