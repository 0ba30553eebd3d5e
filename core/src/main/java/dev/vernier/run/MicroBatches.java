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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// How any number of samples runs in micro-batches of one fixed size: inputs are cut along their first axis, the last
/// micro-batch is padded with copies of the last sample, outputs are joined and what belongs to the padding is dropped.
/// Where the graph computes each sample exactly ([BatchInvariance]), the last samples run alone instead.
///
/// A graph whose inputs are all concrete runs as many samples at a time as its first input has along its first axis.
public final class MicroBatches {
    private static final long MEMORY = 512L << 20;

    private final Map<String, TensorType> declared;
    private final Map<String, TensorType> inputs;
    private final Map<String, TensorType> outputs;
    private final Set<String> perSample;
    private final Set<String> watched;
    private final int size;
    private final boolean exact;
    private volatile Frame latest;

    /// Does something with one micro-batch.
    @FunctionalInterface
    private interface Part {
        /// @param inputs every graph input at batch size [#size()], or `count` where the graph [#isExact()]
        /// @param first the place of its first sample among all of the run
        /// @param count how many of its samples are no padding
        void run(Map<String, Tensor> inputs, int first, int count);
    }

    private MicroBatches(Graph graph, SessionOptions options) {
        this.declared = new LinkedHashMap<>();
        graph.inputs().forEach(input -> declared.put(input.name(), input.type()));
        boolean fixed = declared.values().stream().allMatch(type -> type.shape().isConcrete());
        this.size = fixed ? rows(graph)
                : options.fits() ? fitting(graph, options.microBatch()) : options.microBatch();
        this.exact = !fixed && BatchInvariance.of(graph);
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

    private MicroBatches(Map<String, TensorType> inputs, Map<String, TensorType> outputs, Set<String> perSample,
            Set<String> watched, int size) {
        this.declared = new LinkedHashMap<>(inputs);
        this.inputs = this.declared;
        this.outputs = new LinkedHashMap<>(outputs);
        this.perSample = Set.copyOf(perSample);
        this.watched = Set.copyOf(watched);
        this.size = size;
        this.exact = false;
    }

    /// Of a model whose graph is not at hand.
    ///
    /// @param inputs what it takes, with n along the axis of the samples
    /// @param outputs what it gives, likewise: its outputs, then the taps and what is watched
    /// @param perSample the outputs that depend on the samples
    /// @param watched the outputs that a [Watcher] sees
    /// @param size how many samples run at a time
    public static MicroBatches of(Map<String, TensorType> inputs, Map<String, TensorType> outputs,
            Set<String> perSample, Set<String> watched, int size) {
        return new MicroBatches(inputs, outputs, perSample, watched, size);
    }

    /// @throws IllegalArgumentException where the graph is not valid, a tap is not in it, or an input or output depends
    ///     on the samples but does not hold them along its first axis; the message names the tensor
    public static MicroBatches of(Graph graph, SessionOptions options) {
        return new MicroBatches(graph, options);
    }

    /// How many samples fit: the most, halved as often as it takes until their activations that live at the same time fill no
    /// more than 512 MiB, at least 1. It follows from the graph alone, so that results do.
    public static int fitting(Graph graph, int most) {
        long sample = LiveMemory.of(graph, Inference.at(graph, 1));
        int fitting = most;
        while (fitting > 1 && sample > MEMORY / fitting) {
            fitting /= 2;
        }
        return fitting;
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

    /// The names of what a run takes.
    public Set<String> inputs() {
        return inputs.keySet();
    }

    /// The names of what a run returns: the graph's outputs, then the taps and what is watched.
    public Set<String> outputs() {
        return outputs.keySet();
    }

    /// Whether fewer samples may run alone, without padding: the graph takes any number and computes each exactly.
    public boolean isExact() {
        return exact;
    }

    /// What a run takes and gives; nothing is made anew where the last run had as many samples.
    ///
    /// @param given every graph input by name
    /// @throws IllegalArgumentException where an input is missing, has another type or no samples; the message names it
    public Frame frame(Map<String, Tensor> given) {
        Frame known = latest;
        return known != null && known.takes(given) ? known : frame(samples(given));
    }

    private Frame frame(int samples) {
        if (samples != size) {
            requireSamplesAlongFirstAxis();
        }
        List<Frame.Port> taken = new ArrayList<>();
        inputs.forEach((name, type) -> taken.add(port(name, type, samples)));
        List<Frame.Port> given = new ArrayList<>();
        outputs.forEach((name, type) -> given.add(port(name, type, samples)));
        Frame frame = new Frame(samples, taken, given);
        latest = frame;
        return frame;
    }

    private static Frame.Port port(String name, TensorType type, int samples) {
        return new Frame.Port(name, type.with(type.shape().at(samples)), varies(type) ? samples : 0);
    }

    /// What runs of so many samples take and give.
    ///
    /// @throws IllegalArgumentException where there are no samples, or memory is missing, unknown or of another size; the
    ///     message names it
    public Frame frame(int samples, Map<String, MemorySegment> inputMemory, Map<String, MemorySegment> outputMemory) {
        if (samples < 1) {
            throw new IllegalArgumentException("samples = " + samples + ", needed at least 1");
        }
        Frame frame = frame(samples);
        frame.require(inputMemory, outputMemory);
        return frame;
    }

    /// Binds a session that runs on tensors alone.
    ///
    /// @throws IllegalArgumentException as [Session#bind]
    public Binding bind(int samples, Map<String, MemorySegment> inputMemory, Map<String, MemorySegment> outputMemory,
            UnaryOperator<Map<String, Tensor>> run) {
        Frame frame = frame(samples, inputMemory, outputMemory);
        Map<String, Tensor> given = new LinkedHashMap<>();
        frame.inputs().forEach(port -> given.put(port.name(),
                Tensor.wrap(port.type().dtype(), port.type().shape(), inputMemory.get(port.name()))));
        Map<String, MemorySegment> targets = Map.copyOf(outputMemory);
        return () -> run.apply(given).forEach((name, tensor) -> targets.get(name).copyFrom(tensor.segment()));
    }

    /// Runs any number of samples.
    ///
    /// @param given every graph input by name
    /// @param engine runs one micro-batch: takes every graph input at batch size [#size()], or the last samples alone where
    ///     the graph [#isExact()]; returns all of [#outputs()], of as many samples or of [#size()]
    /// @throws IllegalArgumentException as [#frame(Map)]
    public Map<String, Tensor> run(Map<String, Tensor> given, UnaryOperator<Map<String, Tensor>> engine) {
        Frame frame = frame(given);
        if (frame.samples() == size) {
            return engine.apply(given);
        }
        Map<String, MemorySegment> joined = new HashMap<>();
        Map<String, Tensor> results = new LinkedHashMap<>();
        for (Frame.Port port : frame.outputs()) {
            if (port.isOfSamples()) {
                MemorySegment memory = port.allocate();
                joined.put(port.name(), memory);
                results.put(port.name(), Tensor.wrap(port.type().dtype(), port.type().shape(), memory));
            }
        }
        each(given, frame.samples(), (part, first, count) -> engine.apply(part).forEach((name, tensor) -> {
            MemorySegment memory = joined.get(name);
            if (memory == null) {
                results.put(name, tensor);
            } else {
                long sample = memory.byteSize() / frame.samples();
                MemorySegment.copy(tensor.segment(), 0, memory, first * sample, count * sample);
            }
        }));
        return results;
    }

    /// Cuts more or fewer samples than [#size()] into micro-batches, in order.
    private void each(Map<String, Tensor> given, int samples, Part engine) {
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
        int samples = frame(given).samples();
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
        if (exact || from + size <= samples) {
            return tensor.rows(from * rows, Math.min(from + size, samples) * rows);
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
