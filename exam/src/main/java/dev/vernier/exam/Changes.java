package dev.vernier.exam;

import dev.vernier.graph.Graph;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/// Graphs, models and tensors with something changed.
final class Changes {
    private Changes() {}

    static Graph constant(Graph graph, String name, Tensor value) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.put(name, value);
        return graph.withConstants(constants);
    }

    static QuantizedModel constant(QuantizedModel model, String name, Tensor value) {
        return new QuantizedModel(constant(model.graph(), name, value), model.quantization());
    }

    static QuantizedModel params(QuantizedModel model, Map<String, QParams> others) {
        Quantization quantization = model.quantization();
        for (Map.Entry<String, QParams> other : others.entrySet()) {
            quantization = quantization.with(other.getKey(), other.getValue());
        }
        return new QuantizedModel(model.graph(), quantization);
    }

    /// Other values, by their index.
    static Tensor each(Tensor of, IntToDoubleFunction value) {
        float[] values = new float[of.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
        return Tensor.of(of.shape(), values);
    }

    /// The channel of an element along an axis.
    static int channel(Tensor tensor, int axis, int element) {
        return element / tensor.shape().count(axis + 1, tensor.shape().rank()) % tensor.shape().size(axis);
    }

    /// The standard deviation around 0.
    static double deviation(Tensor tensor) {
        double sum = 0;
        for (float value : tensor.floats()) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / tensor.size());
    }
}
