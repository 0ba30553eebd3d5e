package dev.vernier.exam;

import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;

/// What an audit is given.
///
/// @param reference with nothing quantized where it is float
/// @param folded the reference with batch norm folded
/// @param clean the int8 model without the fault
/// @param faulty the one that is audited
/// @param samples that all are evaluated on
record Exhibit(
        QuantizedModel reference, Graph folded, QuantizedModel clean, QuantizedModel faulty, Loader samples) {
    /// The same on other samples.
    Exhibit on(Loader others) {
        return new Exhibit(reference, folded, clean, faulty, others);
    }

    /// The same with a float model of another graph, and what it gives where it is quantized well.
    Exhibit against(Graph graph, QuantizedModel quantized) {
        return new Exhibit(new QuantizedModel(graph, Quantization.NONE), graph, quantized, faulty, samples);
    }

    /// The same with the clean int8 model for reference.
    Exhibit againstClean() {
        return new Exhibit(clean, clean.graph(), clean, faulty, samples);
    }
}
