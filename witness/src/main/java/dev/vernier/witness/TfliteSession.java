package dev.vernier.witness;

import dev.vernier.graph.op.TensorType;
import dev.vernier.run.Binding;
import dev.vernier.run.MicroBatches;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.run.Shared;
import dev.vernier.run.Watcher;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A file in TensorFlow Lite. Tensors are called as the file calls them; images have their channels first, whatever the file
/// has. Real numbers go in and come out where the file has codes: an input is quantized, and an output dequantized, as
/// TensorFlow Lite's QUANTIZE and DEQUANTIZE do with the tensor's own scale and zero point.
///
/// Siblings share the file; each has an interpreter of its own.
public final class TfliteSession implements Session {
    private final Shared<TfliteModel> model;
    private final TfliteBatches batches;
    private final SessionOptions options;
    private final TfliteInterpreter interpreter;
    private final List<TfliteTensor> inputs;
    private final List<TfliteTensor> wanted;
    private final MicroBatches reals;
    private final MicroBatches codes;

    private boolean closed;

    /// @param model held for this session
    private TfliteSession(Shared<TfliteModel> model, TfliteBatches batches, SessionOptions options) {
        this.model = model;
        this.batches = batches;
        this.options = options;
        boolean keepsAll = !options.taps().isEmpty() || !options.watched().isEmpty();
        TfliteModel file = model.value();
        this.interpreter = file.interpreter(file.kernels(), options.threads(), keepsAll);
        try {
            batches.resize(interpreter);
            this.inputs = interpreter.inputs();
            this.wanted = wanted();
            this.reals = microBatches(TfliteTensor::type);
            this.codes = microBatches(TfliteTensor::codes);
        } catch (RuntimeException | Error failed) {
            interpreter.close();
            throw failed;
        }
    }

    /// @throws IllegalArgumentException where TensorFlow Lite does not run the file, or a tap is not to be had
    static TfliteSession open(TfliteModel model, SessionOptions options) {
        Shared<TfliteModel> shared = Shared.of(model, TfliteModel::close);
        try {
            return new TfliteSession(shared, TfliteBatches.of(model, options), options);
        } catch (RuntimeException | Error failed) {
            shared.letGo();
            throw failed;
        }
    }

    private List<TfliteTensor> wanted() {
        Map<String, TfliteTensor> wanted = new LinkedHashMap<>();
        interpreter.outputs().forEach(output -> wanted.put(output.name(), output));
        Set<String> more = new LinkedHashSet<>(options.taps());
        more.addAll(options.watched());
        Set<Integer> made = interpreter.nodes().made();
        inputs.forEach(input -> made.add(input.index()));
        more.stream().sorted().filter(name -> !wanted.containsKey(name)).forEach(name -> {
            TfliteTensor tap = interpreter.named(name).orElseThrow(() -> new IllegalArgumentException(
                    "tap '" + name + "': not in the file, needed one of its tensors"));
            if (!tap.isConstant() && !made.contains(tap.index())) {
                throw new IllegalArgumentException(
                        "tap '" + name + "': no step of " + model.value().kernels()
                                + " makes it, needed a tensor of one");
            }
            wanted.put(name, tap);
        });
        return List.copyOf(wanted.values());
    }

    private MicroBatches microBatches(Function<TfliteTensor, TensorType> type) {
        Map<String, TensorType> taken = new LinkedHashMap<>();
        inputs.forEach(input -> taken.put(input.name(), batches.ofSamples(input.type())));
        Set<Integer> ofSamples = interpreter.nodes()
                .dependents(inputs.stream().map(TfliteTensor::index).collect(Collectors.toSet()));
        Map<String, TensorType> given = new LinkedHashMap<>();
        wanted.forEach(tensor -> given.put(tensor.name(), ofSamples.contains(tensor.index())
                ? batches.ofSamples(type.apply(tensor))
                : type.apply(tensor)));
        Set<String> perSample = wanted.stream().filter(tensor -> ofSamples.contains(tensor.index()))
                .map(TfliteTensor::name).collect(Collectors.toSet());
        return MicroBatches.of(taken, given, perSample, options.watched(), batches.size());
    }

    @Override
    public synchronized Map<String, Tensor> run(Map<String, Tensor> given) {
        return run(given, reals, TfliteTensor::read);
    }

    /// Runs the file for the codes that its tensors hold, where they hold codes, rather than for the numbers that these stand
    /// for.
    ///
    /// @param given as [#run] takes it: real numbers
    /// @return the same tensors as [#run]
    /// @throws IllegalArgumentException as [#run]
    /// @throws IllegalStateException as [#run]
    public synchronized Map<String, Tensor> codes(Map<String, Tensor> given) {
        return run(given, codes, TfliteTensor::readCodes);
    }

    private Map<String, Tensor> run(Map<String, Tensor> given, MicroBatches grouped,
            BiFunction<TfliteTensor, MemorySegment, Tensor> read) {
        if (closed) {
            throw new IllegalStateException("session is closed, needed one that is open");
        }
        return grouped.run(given, part -> {
            inputs.forEach(input -> input.write(part.get(input.name()), interpreter.memory(input)));
            interpreter.invoke();
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            wanted.forEach(tensor -> outputs.put(tensor.name(), read.apply(tensor, interpreter.memory(tensor))));
            return outputs;
        });
    }

    @Override
    public void watch(Map<String, Tensor> given, Watcher watcher) {
        reals.show(given, run(given), watcher);
    }

    @Override
    public Binding bind(int samples, Map<String, MemorySegment> given, Map<String, MemorySegment> outputs) {
        return reals.bind(samples, given, outputs, this::run);
    }

    @Override
    public Session sibling() {
        Shared<TfliteModel> held = model.hold();
        try {
            return new TfliteSession(held, batches, options);
        } catch (RuntimeException | Error failed) {
            held.letGo();
            throw failed;
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            interpreter.close();
            model.letGo();
        }
    }
}
