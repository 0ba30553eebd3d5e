package dev.vernier.bench;

import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.run.Binding;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The process's memory while an int8 session runs again and again, while siblings come and go, and after all are
/// closed: `SessionMemory MODEL.onnx SIDE [RUNS]`. Half of the runs return results, half are bound.
public final class SessionMemory {
    private static final int STATIONS = 10;
    private static final int SIBLINGS = 1000;

    private final Network network;
    private final int runs;

    private SessionMemory(Network network, int runs) {
        this.network = network;
        this.runs = runs;
    }

    public static void main(String... arguments) {
        Network network = Network.read(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        new SessionMemory(network, arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100_000).measure();
    }

    private void measure() {
        Map<String, Tensor> images = network.feed(1);
        report("before opening");
        List<Session> open = new ArrayList<>();
        open.add(new OneDnnEngine().open(network.integer(), SessionOptions.DEFAULT));
        run(open.getFirst(), images);
        report("one session");
        for (int i = 0; i < SIBLINGS; i++) {
            try (Session sibling = open.getFirst().sibling()) {
                sibling.run(images);
            }
        }
        report(SIBLINGS + " siblings later");
        open.getFirst().close();
        report("closed");
    }

    private void run(Session session, Map<String, Tensor> images) {
        Map<String, MemorySegment> results = session.run(images).entrySet().stream().collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey,
                        result -> MemorySegment.ofArray(new byte[(int) result.getValue().segment().byteSize()])));
        Map<String, MemorySegment> inputs = images.entrySet().stream().collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, image -> image.getValue().segment()));
        Binding binding = session.bind(1, inputs, results);
        for (int station = 0; station < STATIONS; station++) {
            report(station * (long) runs / STATIONS + " runs");
            for (int i = 0; i < runs / STATIONS / 2; i++) {
                session.run(images);
                binding.run();
            }
        }
        report(runs + " runs");
    }

    private static void report(String when) {
        System.gc();
        System.out.printf(Locale.ROOT, "%-20s %7.1f MB outside files%n", when, residentBytes() / 1e6);
    }

    /// What the process holds in memory that is no part of a file.
    private static long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("RssAnon"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst().orElse(0);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
