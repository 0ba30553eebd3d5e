package dev.vernier.exam;

import dev.vernier.quant.Layer;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.DType;
import java.util.LinkedHashMap;
import java.util.Map;

/// The int32 parameters of biases.
final class Biases {
    private Biases() {}

    /// Gives every bias of a quantized layer the scale of the layer's sums, as its other parameters are now.
    static QuantizedModel rescaled(QuantizedModel model) {
        Map<String, QParams> parameters = model.quantization().parameters();
        Map<String, QParams> biases = new LinkedHashMap<>();
        for (Layer layer : Clean.layers(model.graph())) {
            if (parameters.containsKey(layer.bias())) {
                biases.put(layer.bias(),
                        scale(parameters.get(layer.input()).scale().floatAt(0), parameters.get(layer.weight())));
            }
        }
        return Changes.params(model, biases);
    }

    private static QParams scale(float input, QParams weight) {
        float[] scales = weight.scale().floats();
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] *= input;
        }
        return weight.axis().isPresent()
                ? QParams.perChannel(DType.I32, 0, scales, new long[scales.length])
                : QParams.perTensor(DType.I32, scales[0], 0);
    }
}
