package dev.vernier.calibrate;

import dev.vernier.data.Batch;
import dev.vernier.data.Dataset;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// One worker's part of a calibration: a session, and for each half of the samples an observer per tensor.
public final class Observation<S extends Statistic<S>> implements AutoCloseable {
    private final Calibrator<S> calibrator;
    private final Dataset dataset;
    private final Session session;
    private final Map<String, Observer<S>> even = new LinkedHashMap<>();
    private final Map<String, Observer<S>> odd = new LinkedHashMap<>();
    private final LongStream.Builder ids = LongStream.builder();
    private RuntimeException failure;

    /// @param session its own
    Observation(Calibrator<S> calibrator, Dataset dataset, Session session) {
        this.calibrator = calibrator;
        this.dataset = dataset;
        this.session = session;
        for (String name : calibrator.tensors()) {
            even.put(name, calibrator.kind().start().get());
            odd.put(name, calibrator.kind().start().get());
        }
    }

    /// A part that somebody else spreads, such as a cluster: it sees batches, and [#seen] is merged with the others'.
    ///
    /// @param dataset what the batches come from, as messages name it
    public static <S extends Statistic<S>> Observation<S> open(Calibrator<S> calibrator, Dataset dataset) {
        return new Observation<>(calibrator, dataset, calibrator.engine().open(calibrator.graph(),
                SessionOptions.DEFAULT.watching(calibrator.tensors())));
    }

    /// @throws InputException where an activation is not finite; what was seen is of no use then
    public void see(Batch batch) {
        try {
            session.watch(batch.inputs(calibrator.graph().inputNames()), (name, sample, values) -> {
                Map<String, Observer<S>> half = SplitHalves.isEven(batch.ids().longAt(sample)) ? even : odd;
                if (!half.get(name).add(values)) {
                    throw notFinite(name, batch, sample);
                }
            });
        } catch (RuntimeException failed) {
            failure = failed;
            throw failed;
        }
        for (int i = 0; i < batch.size(); i++) {
            ids.add(batch.ids().longAt(i));
        }
    }

    /// @throws RuntimeException what [#see] threw, if it did
    void requireIntact() {
        if (failure != null) {
            throw failure;
        }
    }

    /// What it saw until now.
    public Calibration<S> seen() {
        Map<String, SplitHalves<S>> statistics = new TreeMap<>();
        even.forEach((name, observer) -> statistics.put(name,
                new SplitHalves<>(observer.statistic(), odd.get(name).statistic())));
        return new Calibration<>(calibrator.experiment(), calibrator.kind(), SampleIds.of(ids.build().toArray()),
                statistics);
    }

    @Override
    public void close() {
        session.close();
    }

    /// Runs one sample again, to find the element and the first node that makes such a value.
    private InputException notFinite(String tensor, Batch batch, int sample) {
        Graph graph = calibrator.graph();
        Inference inference = Inference.at(graph, 1);
        Set<String> taps = graph.nodes().stream().flatMap(node -> node.outputs().stream())
                .filter(name -> !name.isEmpty() && inference.type(name).dtype() == DType.F32
                        && inference.value(name).isEmpty())
                .collect(Collectors.toSet());
        taps.add(tensor);
        try (Session again = calibrator.engine().open(graph, SessionOptions.DEFAULT.withTaps(taps))) {
            Map<String, Tensor> values = again.run(batch.part(sample, sample + 1).inputs(graph.inputNames()));
            int element = firstNotFinite(values.get(tensor));
            if (element < 0) {
                throw new IllegalStateException("tensor '" + tensor + "' is finite when run alone");
            }
            String origin = graph.nodes().stream()
                    .filter(node -> node.outputs().stream()
                            .anyMatch(name -> values.containsKey(name) && firstNotFinite(values.get(name)) >= 0))
                    .findFirst().map(Node::label)
                    .map(label -> "; first made by node '" + label + "'").orElse("");
            int[] place = place(values.get(tensor).shape(), element);
            return new InputException("calibration: tensor '" + tensor + "': "
                    + dataset.where(batch.first() + sample) + " holds " + values.get(tensor).floatAt(element)
                    + " at " + Arrays.toString(Arrays.copyOfRange(place, 1, place.length))
                    + ", needed finite numbers" + origin);
        }
    }

    private static int firstNotFinite(Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            if (!Float.isFinite(tensor.floatAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static int[] place(Shape shape, int element) {
        int[] place = shape.strides();
        int rest = element;
        for (int axis = 0; axis < place.length; axis++) {
            int stride = place[axis];
            place[axis] = rest / stride;
            rest %= stride;
        }
        return place;
    }
}
