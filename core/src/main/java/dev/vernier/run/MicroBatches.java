package dev.vernier.run;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// How any number of samples runs in micro-batches of one fixed size: inputs are cut along their first axis, the last
/// micro-batch is padded with copies of the last sample, outputs are joined and what belongs to the padding is dropped.
///
/// A graph whose inputs are all concrete runs as many samples at a time as its first input has along its first axis.
public final class MicroBatches {
    private final Map<String, TensorType> declared;
    private final Map<String, TensorType> inputs;
    private final Map<String, TensorType> outputs;
    private final Set<String> perSample;
    private final Set<String> watched;
    private final int size;

    /// Does something with one micro-batch.
    @FunctionalInterface
    public interface Part {
        /// @param inputs every graph input at batch size [#size()]
        /// @param first the place of its first sample among all of the run
        /// @param count how many of its samples are no padding
        void run(Map<String, Tensor> inputs, int first, int count);
    }

    private MicroBatches(Graph graph, SessionOptions options) {
        this.declared = new LinkedHashMap<>();
        graph.inputs().forEach(input -> declared.put(input.name(), input.type()));
        boolean fixed = declared.values().stream().allMatch(type -> type.shape().isConcrete());
        this.size = fixed ? rows(graph) : options.microBatch();
        this.perSample = ofTheSamples(graph, Inference.at(graph, size));
        this.inputs = new LinkedHashMap<>();
        declared.forEach((name, type) -> inputs.put(name, fixed ? varying(type, size) : type));
        this.outputs = new LinkedHashMap<>();
        this.watched = options.watched();
        Map<String, TensorType> types = Inference.types(graph);
        for (String name : wanted(graph, options)) {
            if (!types.containsKey(name)) {
                throw new IllegalArgumentException("tap '" + name + "': not in the graph, needed one of its tensors");
            }
            TensorType type = types.get(name);
            outputs.put(name, fixed && perSample.contains(name) ? varying(type, size) : type);
        }
        if (!fixed) {
            requireSamplesAlongFirstAxis();
        }
    }

    /// @throws IllegalArgumentException where the graph is not valid, a tap is not in it, or an input or output depends
    ///     on the samples but does not hold them along its first axis; the message names the tensor
    public static MicroBatches of(Graph graph, SessionOptions options) {
        return new MicroBatches(graph, options);
    }

    private static int rows(Graph graph) {
        if (graph.inputs().isEmpty() || graph.inputs().getFirst().type().shape().rank() == 0) {
            return 1;
        }
        return Math.max(1, graph.inputs().getFirst().type().shape().size(0));
    }

    private static TensorType varying(TensorType type, int size) {
        Shape shape = type.shape();
        boolean splits = shape.rank() > 0 && shape.size(0) > 0 && shape.size(0) % size == 0;
        return splits ? type.with(shape.with(0, -shape.size(0) / size)) : type;
    }

    private static Set<String> wanted(Graph graph, SessionOptions options) {
        Set<String> wanted = new LinkedHashSet<>(graph.outputs());
        options.taps().stream().sorted().forEach(wanted::add);
        options.watched().stream().sorted().forEach(wanted::add);
        return wanted;
    }

    private static Set<String> ofTheSamples(Graph graph, Inference inference) {
        Set<String> names = new HashSet<>();
        graph.inputs().stream().map(Input::name).forEach(names::add);
        for (Node node : graph.nodes()) {
            if (node.inputs().stream().anyMatch(names::contains)) {
                node.outputs().stream().filter(name -> inference.value(name).isEmpty()).forEach(names::add);
            }
        }
        return names;
    }

    /// How many samples run at a time.
    public int size() {
        return size;
    }

    /// The names of what a run returns: the graph's outputs, then the taps and what is watched.
    public Set<String> outputs() {
        return outputs.keySet();
    }

    /// Runs any number of samples.
    ///
    /// @param given every graph input by name
    /// @param engine runs one micro-batch: takes every graph input at batch size [#size()], returns all of [#outputs()]
    /// @throws IllegalArgumentException where an input is missing, has another type or no samples; the message names it
    public Map<String, Tensor> run(Map<String, Tensor> given, UnaryOperator<Map<String, Tensor>> engine) {
        int samples = samples(given);
        if (samples == size) {
            return engine.apply(given);
        }
        requireSamplesAlongFirstAxis();
        Map<String, MemorySegment> joined = new HashMap<>();
        Map<String, Tensor> results = new LinkedHashMap<>();
        outputs.forEach((name, type) -> {
            if (varies(type)) {
                TensorType whole = type.with(type.shape().at(samples));
                MemorySegment memory = allocate((long) whole.shape().elementCount() * type.dtype().byteSize());
                joined.put(name, memory);
                results.put(name, Tensor.wrap(type.dtype(), whole.shape(), memory));
            }
        });
        each(given, (part, first, count) -> engine.apply(part).forEach((name, tensor) -> {
            MemorySegment memory = joined.get(name);
            if (memory == null) {
                results.put(name, tensor);
            } else {
                long sample = memory.byteSize() / samples;
                MemorySegment.copy(tensor.segment(), 0, memory, first * sample, count * sample);
            }
        }));
        return results;
    }

    /// Cuts any number of samples into micro-batches, in order.
    ///
    /// @param given every graph input by name
    /// @throws IllegalArgumentException as [#run]
    public void each(Map<String, Tensor> given, Part engine) {
        int samples = samples(given);
        if (samples == size) {
            engine.run(given, 0, size);
            return;
        }
        requireSamplesAlongFirstAxis();
        for (int from = 0; from < samples; from += size) {
            int first = from;
            Map<String, Tensor> part = new HashMap<>();
            given.forEach(
                    (name, tensor) -> part.put(name, varies(inputs.get(name)) ? cut(tensor, first, samples) : tensor));
            engine.run(part, first, Math.min(size, samples - first));
        }
    }

    /// Shows a watcher what a run returned.
    public void show(Map<String, Tensor> given, Map<String, Tensor> results, Watcher watcher) {
        int samples = samples(given);
        for (String name : watched) {
            MemorySegment values = results.get(name).segment();
            long bytes = values.byteSize() / samples;
            for (int sample = 0; sample < samples; sample++) {
                watcher.see(name, sample, values.asSlice(sample * bytes, bytes));
            }
        }
    }

    private int samples(Map<String, Tensor> given) {
        for (String name : given.keySet()) {
            if (!declared.containsKey(name)) {
                throw new IllegalArgumentException(
                        "input '" + name + "': not an input of the graph, known: "
                                + String.join(", ", declared.keySet()));
            }
        }
        int samples = -1;
        for (String name : declared.keySet()) {
            Tensor tensor = given.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("input '" + name + "' is missing, needed " + declared.get(name));
            }
            TensorType type = inputs.get(name);
            String bound = samples > 0 && !declared.get(name).shape().isConcrete() ? " with n = " + samples : "";
            if (samples < 0 && varies(type) && tensor.shape().rank() > 0) {
                samples = tensor.shape().size(0) / -type.shape().size(0);
            }
            Shape needed = type.shape().at(Math.max(samples, 0));
            if (tensor.dtype() != type.dtype() || !tensor.shape().equals(needed) || samples == 0) {
                throw new IllegalArgumentException("input '" + name + "': " + TensorType.of(tensor) + ", needed "
                        + declared.get(name) + bound);
            }
        }
        return samples < 0 ? size : samples;
    }

    private void requireSamplesAlongFirstAxis() {
        inputs.forEach((name, type) -> requireFirstAxis("input", name, type));
        outputs.forEach((name, type) -> requireFirstAxis("output", name, type));
    }

    private void requireFirstAxis(String role, String name, TensorType type) {
        boolean alongAnother = false;
        for (int axis = 1; axis < type.shape().rank(); axis++) {
            alongAnother |= type.shape().size(axis) < 0;
        }
        boolean alongNone = role.equals("output") && perSample.contains(name) && !varies(type);
        if (alongAnother || alongNone) {
            throw new IllegalArgumentException(
                    role + " '" + name + "': " + type + ", needed the samples along its first axis");
        }
    }

    private static boolean varies(TensorType type) {
        return type.shape().rank() > 0 && type.shape().size(0) < 0;
    }

    private Tensor cut(Tensor tensor, int from, int samples) {
        int rows = tensor.shape().size(0) / samples;
        if (from + size <= samples) {
            return tensor.rows(from * rows, (from + size) * rows);
        }
        Shape shape = tensor.shape().with(0, size * rows);
        MemorySegment padded = allocate((long) shape.elementCount() * tensor.dtype().byteSize());
        long sample = padded.byteSize() / size;
        for (int i = 0; i < size; i++) {
            long source = Math.min(from + i, samples - 1) * sample;
            MemorySegment.copy(tensor.segment(), source, padded, i * sample, sample);
        }
        return Tensor.wrap(tensor.dtype(), shape, padded);
    }

    private static MemorySegment allocate(long bytes) {
        return bytes <= Integer.MAX_VALUE - 8
                ? MemorySegment.ofArray(new byte[(int) bytes])
                : Arena.ofAuto().allocate(bytes);
    }
}
