package dev.vernier.audit.cause;

import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// Weights, and of which reals each may be a rounding: of those half a step around it, and of all beyond where it stands at
/// an end of the codes that the tensor uses.
final class Grid {
    /// What a step is wider by, since float32 rounds, too; batch norm may have been folded by others.
    private static final float WIDER = 1.01f;

    private static final float FLOAT_ERROR = 1e-5f;

    private final float[] values;
    private final float[] halves;
    private final int run;
    private final Optional<Tensor> codes;
    private final float error;
    private long lowest = Long.MAX_VALUE;
    private long highest = Long.MIN_VALUE;

    /// @param params empty where the weights are float
    Grid(Tensor weight, Optional<QParams> params) {
        values = weight.floats();
        halves = params.map(of -> of.scale().floats()).orElse(new float[1]);
        run = params.isPresent() && params.get().axis().isPresent()
                ? weight.shape().count(params.get().axis().getAsInt() + 1, weight.shape().rank())
                : Math.max(1, values.length);
        codes = params.map(of -> Coding.codes(weight, of));
        float largest = 0;
        for (int i = 0; i < values.length; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
            if (codes.isPresent()) {
                lowest = Math.min(lowest, codes.get().longAt(i));
                highest = Math.max(highest, codes.get().longAt(i));
            }
        }
        for (int channel = 0; channel < halves.length; channel++) {
            halves[channel] *= WIDER / 2;
        }
        error = largest * FLOAT_ERROR;
    }

    /// The codes less their zero points.
    float[] steps() {
        float[] steps = values.clone();
        for (int i = 0; i < steps.length; i++) {
            float step = 2 * halves[i / run % halves.length] / WIDER;
            steps[i] = step == 0 ? values[i] : Math.round(values[i] / step);
        }
        return steps;
    }

    int size() {
        return values.length;
    }

    float value(int element) {
        return values[element];
    }

    /// How far a real may be from the one that was rounded.
    float half(int element) {
        return halves[element / run % halves.length] + error;
    }

    /// The least real that is rounded so, where steps are `times` as wide.
    double low(int element, double times) {
        return values[element] < 0 && isCode(element, lowest)
                ? Double.NEGATIVE_INFINITY
                : values[element] - times * half(element);
    }

    /// The greatest real that is rounded so, where steps are `times` as wide.
    double high(int element, double times) {
        return values[element] > 0 && isCode(element, highest)
                ? Double.POSITIVE_INFINITY
                : values[element] + times * half(element);
    }

    private boolean isCode(int element, long code) {
        return codes.isPresent() && codes.get().longAt(element) == code;
    }
}
