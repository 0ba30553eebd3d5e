package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Contract;
import dev.vernier.tensor.DType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// Which tensors of a graph are quantized, and how. With a float graph it determines every int8 model: weights only, one
/// layer only, everything but one layer are restrictions of this map.
///
/// @param parameters by tensor name, in a fixed order; a bias is int32 with the scale of its layer's sums
/// @param contract how the runtime that it is meant for makes codes of sums
public record Quantization(Map<String, QParams> parameters, Contract contract) {
    /// Nothing is quantized.
    public static final Quantization NONE = new Quantization(Map.of());

    public Quantization {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        Objects.requireNonNull(contract);
    }

    /// For oneDNN's kernels.
    public Quantization(Map<String, QParams> parameters) {
        this(parameters, Contract.ONEDNN);
    }

    /// Other parameters for the same runtime.
    public Quantization of(Map<String, QParams> others) {
        return new Quantization(others, contract);
    }

    /// The same for another runtime.
    public Quantization by(Contract other) {
        return new Quantization(parameters, other);
    }

    public Optional<QParams> find(String tensor) {
        return Optional.ofNullable(parameters.get(tensor));
    }

    public boolean has(String tensor) {
        return parameters.containsKey(tensor);
    }

    public boolean isEmpty() {
        return parameters.isEmpty();
    }

    /// The same with other parameters for one tensor.
    public Quantization with(String tensor, QParams params) {
        Map<String, QParams> changed = new LinkedHashMap<>(parameters);
        changed.put(tensor, params);
        return new Quantization(changed, contract);
    }

    /// The restriction to the tensors that `kept` accepts.
    public Quantization only(Predicate<String> kept) {
        Map<String, QParams> restricted = new LinkedHashMap<>(parameters);
        restricted.keySet().removeIf(kept.negate());
        return new Quantization(restricted, contract);
    }

    /// The restriction to weights: constants other than int32 biases.
    public Quantization weights(Graph graph) {
        return only(name -> graph.isConstant(name) && parameters.get(name).codes() != DType.I32);
    }

    /// The restriction to activations: inputs and what nodes make.
    public Quantization activations(Graph graph) {
        return only(name -> !graph.isConstant(name));
    }
}
