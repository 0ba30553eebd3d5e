package dev.vernier.calibrate;

import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Runs samples through a float graph and tallies what its activations hold. Each worker has a session and tallies of its
/// own; at the end they are merged.
///
/// @param tensors the activations to observe
/// @param experiment see [Calibration]
public record Calibrator<O extends Observer<O>>(
        Engine engine, Graph graph, Set<String> tensors, Tally.Kind<O> kind, String experiment) {

    /// Sees every sample of a loader.
    ///
    /// @throws InputException where an activation is NaN or infinite; the message names tensor, sample, element and the
    ///     node that made the first one
    public Calibration<O> calibrate(Loader loader, int batch, int threads, Progress progress) {
        List<Worker> workers = new ArrayList<>();
        loader.forEachBatch(
                batch,
                threads,
                () -> {
                    Worker worker = new Worker();
                    synchronized (workers) {
                        workers.add(worker);
                    }
                    return worker;
                },
                Worker::see,
                seen -> {},
                progress);
        return workers.stream().map(Worker::seen).reduce(none(), Calibration::merge);
    }

    private Calibration<O> none() {
        Map<String, O> observers = new LinkedHashMap<>();
        tensors.forEach(name -> observers.put(name, kind.none()));
        return new Calibration<>(experiment, 0, 0, observers);
    }

    private String input() {
        return graph.inputs().getFirst().name();
    }

    private final class Worker implements AutoCloseable {
        private final Session session = engine.open(graph, SessionOptions.DEFAULT.withTaps(tensors));
        private final Map<String, Tally<O>> tallies = new LinkedHashMap<>();
        private long n;
        private long samples;

        Worker() {
            tensors.forEach(name -> tallies.put(name, kind.start().get()));
        }

        int see(Batch batch) {
            Map<String, Tensor> values = session.run(Map.of(input(), batch.x()));
            tallies.forEach((name, tally) -> {
                if (!tally.add(values.get(name).segment())) {
                    throw notFinite(name, batch);
                }
            });
            n += batch.size();
            for (int i = 0; i < batch.size(); i++) {
                samples += batch.ids().longAt(i);
            }
            return batch.size();
        }

        Calibration<O> seen() {
            Map<String, O> observers = new LinkedHashMap<>();
            tallies.forEach((name, tally) -> observers.put(name, tally.observer()));
            return new Calibration<>(experiment, n, samples, observers);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /// Finds the first sample of a batch in which the tensor is not finite, and the first node that makes such a value.
    private InputException notFinite(String tensor, Batch batch) {
        List<String> made = graph.nodes().stream().map(Node::output).toList();
        Set<String> taps = new java.util.HashSet<>(made);
        taps.add(tensor);
        try (Session session = engine.open(graph, SessionOptions.DEFAULT.withTaps(taps))) {
            for (int sample = 0; sample < batch.size(); sample++) {
                Tensor one = batch.x().rows(sample, sample + 1);
                Map<String, Tensor> values = session.run(Map.of(input(), one));
                int element = firstNotFinite(values.get(tensor));
                if (element >= 0) {
                    String origin = graph.nodes().stream()
                            .filter(node -> firstNotFinite(values.get(node.output())) >= 0)
                            .findFirst()
                            .map(node -> "; first made by node '" + node.label() + "'")
                            .orElse("");
                    Shape shape = values.get(tensor).shape();
                    int[] place = place(shape, element);
                    return new InputException("calibration: tensor '" + tensor + "': sample " + (batch.first() + sample)
                            + " holds " + values.get(tensor).floatAt(element) + " at "
                            + Arrays.toString(Arrays.copyOfRange(place, 1, place.length))
                            + ", needed finite numbers" + origin);
                }
            }
        }
        throw new IllegalStateException("tensor '" + tensor + "' is finite when run alone");
    }

    private static int firstNotFinite(Tensor tensor) {
        if (tensor.dtype() == dev.vernier.tensor.DType.F32) {
            for (int i = 0; i < tensor.size(); i++) {
                if (!Float.isFinite(tensor.floatAt(i))) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static int[] place(Shape shape, int element) {
        int[] place = new int[shape.rank()];
        int rest = element;
        int[] strides = shape.strides();
        for (int axis = 0; axis < place.length; axis++) {
            place[axis] = rest / strides[axis];
            rest %= strides[axis];
        }
        return place;
    }
}
