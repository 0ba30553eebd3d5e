package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Contract;
import java.util.Objects;

/// The two values that determine every int8 model: a float graph and which of its tensors are quantized how.
public record QuantizedModel(Graph graph, Quantization quantization) {
    public QuantizedModel {
        Objects.requireNonNull(graph);
        Objects.requireNonNull(quantization);
    }

    /// The graph that computes in float on values that codes can hold ("fake quantization").
    public Graph simulated() {
        return Qdq.simulate(graph, quantization);
    }

    /// The graph that computes on codes, as the runtime does that it is meant for.
    public Graph integer() {
        return integer(quantization.contract());
    }

    /// The same for another runtime.
    public QuantizedModel by(Contract contract) {
        return new QuantizedModel(graph, quantization.by(contract));
    }

    /// The graph that computes on codes.
    public Graph integer(Contract contract) {
        return IntegerLowering.lower(graph, quantization, contract);
    }

    /// The float graph with the weights that codes can hold, everything else in float.
    public Graph weightsOnly() {
        return Qdq.simulate(graph, quantization.weights(graph));
    }
}
