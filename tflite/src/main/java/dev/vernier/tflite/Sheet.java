package dev.vernier.tflite;

import dev.vernier.graph.FreshNames;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.op.TensorType;
import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.lite.schema.BuiltinOperator;

/// The tensors of a graph in the file that is written: as codes, as reals, or both. What is missing in one form is made from the
/// other where it is first asked for. Codes of uint8 become int8, 128 less, with a zero point that is 128 less.
final class Sheet {
    private static final int SHIFT = 128;

    private final QuantizedModel model;
    private final TfliteWriter.Ends ends;
    private final ModelBuilder file;
    private final Inference types;
    private final FreshNames names;
    private final Map<String, Integer> codes = new HashMap<>();
    private final Map<String, Integer> reals = new HashMap<>();
    private final Map<String, Integer> raw = new HashMap<>();
    private final List<String> real = new ArrayList<>();
    private final Map<String, String> lent = new HashMap<>();

    /// Shapes are those of one sample.
    Sheet(QuantizedModel model, TfliteWriter.Ends ends, ModelBuilder file) {
        this.ends = ends;
        this.model = model;
        this.file = file;
        this.types = Inference.at(model.graph(), 1);
        Set<String> activations = model.graph().names();
        activations.removeAll(model.graph().constants().keySet());
        this.names = new FreshNames(activations);
    }

    Graph graph() {
        return model.graph();
    }

    TensorType type(String name) {
        return types.type(name);
    }

    Shape shape(String name) {
        return types.type(name).shape();
    }

    int rank(String name) {
        return shape(name).rank();
    }

    /// What is known of a tensor before the model runs.
    ///
    /// @throws IllegalArgumentException where it depends on the samples
    Tensor value(String name) {
        return types.value(name).orElseThrow(
                () -> new IllegalArgumentException("'" + name + "' depends on the samples, needed a constant"));
    }

    boolean isConstant(String name) {
        return graph().isConstant(name);
    }

    /// Whether a tensor's value is known before the model runs.
    boolean isKnown(String name) {
        return types.value(name).isPresent();
    }

    /// Says that a tensor's codes are those of reals that the file holds.
    void quantized(String name, int from) {
        raw.put(name, from);
    }

    String fresh(String wish) {
        return names.of(wish);
    }

    /// The parameters of an activation with codes, as the file has them; empty where it has none that a kernel takes.
    Optional<QParams> params(String name) {
        return model.quantization().find(lent.getOrDefault(name, name))
                .filter(given -> given.axis().isEmpty() && given.codes().byteSize() == 1
                        && given.codes() != DType.I4)
                .map(Sheet::signed);
    }

    /// Gives a tensor without codes those of another one.
    void lend(String name, String like) {
        lent.put(name, like);
    }

    private static QParams signed(QParams params) {
        return params.codes() == DType.U8
                ? QParams.perTensor(DType.I8, params.scale().floatAt(0),
                        (int) params.zeroPoint().longAt(0) - SHIFT)
                : params;
    }

    /// What is written otherwise than the model has it: codes of another type, and operators on reals between codes.
    List<String> changes() {
        List<String> changes = new ArrayList<>();
        if (model.quantization().parameters().values().stream().anyMatch(given -> given.codes() == DType.U8)) {
            changes.add("codes of uint8 are written as int8, 128 less, and so are their zero points");
        }
        if (!real.isEmpty()) {
            changes.add("in float32, between codes: " + String.join(", ", real)
                    + " (TensorFlow Lite has no kernel on codes with these parameters)");
        }
        return changes;
    }

    /// Whether all have codes.
    boolean areCoded(String... tensors) {
        return Stream.of(tensors).allMatch(name -> params(name).isPresent());
    }

    /// Whether all have codes with the same parameters.
    boolean shareCodes(String... tensors) {
        return areCoded(tensors) && Stream.of(tensors).map(this::params).distinct().count() == 1;
    }

    /// Adds an input of the file.
    int input(String name, boolean asCodes) {
        return target(name, asCodes && areCoded(name));
    }

    /// The tensor in one of its forms, in the file's layout.
    int use(String name, boolean asCodes) {
        return asCodes ? codes(name) : reals(name);
    }

    private int codes(String name) {
        if (!codes.containsKey(name)) {
            QParams params = params(name).orElseThrow();
            if (isKnown(name)) {
                Tensor value = Coding.codes(value(name), params);
                codes.put(name, file.constant(fresh(name + "_int8"), ChannelsLast.stored(value), Optional.of(params)));
            } else {
                codes.put(name, codesOf(name));
                file.operator(BuiltinOperator.QUANTIZE, 1, (byte) 0, 0, new int[] {raw.get(name)}, codes.get(name));
            }
        }
        return codes.get(name);
    }

    private int reals(String name) {
        if (!reals.containsKey(name)) {
            if (isKnown(name)) {
                reals.put(name, file.constant(fresh(params(name).isPresent() ? name + "_float" : name),
                        ChannelsLast.stored(real(name)), Optional.empty()));
            } else {
                int from = codes(name);
                reals.put(name,
                        file.tensor(isEnd(name) ? name : fresh(name + "_float"), DType.F32,
                                ChannelsLast.stored(shape(name)),
                                Optional.empty()));
                file.operator(BuiltinOperator.DEQUANTIZE, 2, (byte) 0, 0, new int[] {from}, reals.get(name));
            }
        }
        return reals.get(name);
    }

    /// What is known before the model runs as what its codes stand for, or as it is where it has none.
    Tensor real(String name) {
        Tensor value = value(name);
        return model.quantization().find(name)
                .map(params -> Coding.reals(Coding.codes(value, params), params)).orElse(value);
    }

    /// The parameters of a constant, whatever they are.
    Optional<QParams> constantParams(String name) {
        return model.quantization().find(name);
    }

    /// Adds a constant that the graph does not have in this form.
    int constant(String wish, Tensor value) {
        return file.constant(fresh(wish), value, Optional.empty());
    }

    /// A vector or matrix of whole numbers, as operators take shapes and axes.
    int numbers(String wish, Shape shape, int... values) {
        return constant(wish, Tensor.ofI32(shape, values));
    }

    /// A tensor between those of the graph.
    ///
    /// @param like whose codes it has, where it has any
    /// @param stored its shape in the file
    int between(String wish, String like, boolean asCodes, Shape stored) {
        return file.tensor(fresh(wish), asCodes ? DType.I8 : type(like).dtype(), stored,
                asCodes ? params(like) : Optional.empty());
    }

    /// Adds the tensor that an operator makes or the caller gives; reals that have codes are quantized where these are needed.
    int target(String name, boolean asCodes) {
        if (asCodes) {
            codes.put(name, codesOf(name));
            return codes.get(name);
        }
        boolean isRaw = areCoded(name);
        if (isRaw && !isInput(name)) {
            real.add(name);
        }
        int place = file.tensor(isRaw && graph().outputs().contains(name) && !isInput(name)
                ? fresh(name + "_real")
                : name, type(name).dtype(),
                ChannelsLast.stored(shape(name)), Optional.empty());
        (isRaw ? raw : reals).put(name, place);
        return place;
    }

    private int codesOf(String name) {
        boolean isTaken = isEnd(name) || raw.containsKey(name) && !graph().outputs().contains(name);
        return file.tensor(isTaken ? fresh(name + "_int8") : name, DType.I8, ChannelsLast.stored(shape(name)),
                params(name));
    }

    /// Whether the caller gives or takes reals under that name.
    private boolean isEnd(String name) {
        return ends == TfliteWriter.Ends.REALS && (isInput(name) || graph().outputs().contains(name));
    }

    private boolean isInput(String name) {
        return graph().inputs().stream().anyMatch(input -> input.name().equals(name));
    }

    /// Says that a tensor is another one that the file holds already; an output is a copy, which has its own name.
    void same(String name, String other, boolean asCodes) {
        int from = use(other, asCodes);
        if (graph().outputs().contains(name)) {
            int[] sizes = ChannelsLast.stored(shape(name)).sizes();
            if (sizes.length > 0 && shape(name).elementCount() > 0) {
                sizes[0] = -1;
            }
            file.operator(BuiltinOperator.RESHAPE, 1, (byte) 0, 0,
                    new int[] {from, numbers(name + "/shape", Shape.of(sizes.length), sizes)}, target(name, asCodes));
        } else {
            (asCodes ? codes : reals).put(name, from);
        }
    }

    ModelBuilder file() {
        return file;
    }
}
