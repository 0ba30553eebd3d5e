package dev.vernier.tflite;

import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// What layers have beside their weights: a bias in the unit of their sums.
final class Layers {
    private final Draft draft;

    Layers(Draft draft) {
        this.draft = draft;
    }

    /// Adds a layer's bias. One of int32 codes has the scale of the layer's sums, whatever the file says of it: that is how
    /// the runtime takes it.
    ///
    /// @return its name
    /// @throws IllegalArgumentException where codes stand beside operands without
    String bias(int bias, int x, int weight) {
        StoredTensor stored = draft.tensor(bias);
        if (stored.type() != DType.I32 && stored.type() != DType.I64) {
            return draft.inGraph(bias);
        }
        Optional<QParams> input = draft.tensor(x).params().or(() -> draft.params(draft.inGraph(x)));
        Optional<QParams> weights = draft.tensor(weight).params();
        if (input.isEmpty() || weights.isEmpty() || stored.type() == DType.I64) {
            throw new IllegalArgumentException("a bias of " + stored.type() + " beside an input "
                    + draft.tensor(x).type() + " and weights " + draft.tensor(weight).type()
                    + ", needed 8-bit codes with an int32 bias, or float32");
        }
        float[] scales = weights.get().scale().floats();
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] *= input.get().scale().floatAt(0);
        }
        QParams params = scales.length == 1
                ? QParams.perTensor(DType.I32, scales[0], 0)
                : QParams.perChannel(DType.I32, 0, scales, new long[scales.length]);
        Tensor codes = draft.value(bias);
        params.requireFit(stored.name(), codes.shape());
        return draft.constant(draft.wish(bias), Coding.reals(codes, params), params);
    }
}
