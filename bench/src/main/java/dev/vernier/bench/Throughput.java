package dev.vernier.bench;

import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.run.Timing;
import dev.vernier.run.Turns;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What int8 sessions side by side, each on a thread of its own, do beside one: `Throughput SESSIONS (MODEL.onnx SIDE
/// BATCH)...`. It needs as many cores.
public final class Throughput {
    private static final Turns TURNS = new Turns(25, 1);
    private static final int RUNS = 40;

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
            for (int i = 0; i < sessions; i++) {
                crew.add(new Worker(network, batch));
            }
            Map<String, Runnable> contestants = new LinkedHashMap<>();
            contestants.put("all", () -> finish(crew));
            contestants.put("one", () -> finish(crew.subList(0, 1)));
            TURNS.time(contestants);
            Map<String, Timing> timings = TURNS.time(contestants);
            double images = batch * RUNS * 1e3;
            System.out.printf(Locale.ROOT,
                    "%s%n  1 session %.0f images/s, %d sessions %.0f; throughput %s%n", network.title(batch),
                    images / timings.get("one").median(), sessions, sessions * images / timings.get("all").median(),
                    Contest.text(timings.get("all").against(timings.get("one")).times(sessions)));
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
        private final Session session;
        private final Map<String, Tensor> feed;

        Worker(Network network, int batch) {
            this.session = new OneDnnEngine().open(network.integer(), new SessionOptions(batch, Set.of()));
            this.feed = network.feed(network.noise(batch));
        }

        Future<?> start() {
            return thread.submit(() -> {
                for (int run = 0; run < RUNS; run++) {
                    session.run(feed);
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
