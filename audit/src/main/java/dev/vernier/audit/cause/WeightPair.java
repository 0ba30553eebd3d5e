package dev.vernier.audit.cause;

import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The weights of one layer in both models. Where neither is quantized, what half floats cannot tell apart is the same.
///
/// @param reference values
/// @param candidate values, of its codes where it is quantized
/// @param params of the candidate; empty where it is float
record WeightPair(LayerPair layers, Tensor reference, Tensor candidate, Optional<QParams> params, Grid theirs,
        Grid ours) {
    private static final float HALF_FLOATS = 1e-3f;

    /// All whose output channels lie along the same axis.
    static List<WeightPair> of(Subject subject) {
        List<WeightPair> pairs = new ArrayList<>();
        for (LayerPair layers : subject.same().layers()) {
            Tensor reference = subject.reference().constant(layers.reference().weight()).orElseThrow();
            Tensor candidate = subject.candidate().graph().constant(layers.candidate().weight()).orElseThrow();
            if (layers.reference().channelAxis() == layers.candidate().channelAxis()
                    && reference.dtype() == DType.F32 && candidate.dtype() == DType.F32) {
                Quantization quantization = subject.candidate().quantization();
                pairs.add(of(layers, reference, subject.referenceQuantization().find(layers.reference().weight()),
                        candidate, quantization.find(layers.candidate().weight())));
            }
        }
        return pairs;
    }

    private static WeightPair of(LayerPair layers, Tensor reference, Optional<QParams> theirs, Tensor candidate,
            Optional<QParams> ours) {
        Optional<QParams> grid = theirs.isPresent() || ours.isPresent() ? theirs : halfFloats(reference);
        return new WeightPair(layers, reference, candidate, ours, new Grid(reference, grid), new Grid(candidate, ours));
    }

    private static Optional<QParams> halfFloats(Tensor weight) {
        float largest = 0;
        for (float value : weight.floats()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return Optional.of(QParams.perTensor(DType.I32, Math.max(largest * HALF_FLOATS, Float.MIN_NORMAL), 0));
    }

    /// The same with the candidate's values in steps: the codes less their zero points.
    WeightPair inSteps() {
        float[] steps = ours.steps();
        QParams one = QParams.perTensor(DType.I32, 1, 0);
        return new WeightPair(layers, reference, Tensor.of(candidate.shape(), steps), Optional.of(one), theirs,
                new Grid(Tensor.of(candidate.shape(), steps), Optional.of(one)));
    }

    String name() {
        return layers.candidate().weight();
    }

    int channels() {
        return candidate.shape().size(layers.candidate().channelAxis());
    }

    int channel(int element) {
        Shape shape = candidate.shape();
        return element / shape.count(layers.candidate().channelAxis() + 1, shape.rank()) % channels();
    }

    /// How many output channels are zero in the candidate alone, where all others may be roundings; else 0.
    int zeroed() {
        boolean[] isZero = new boolean[channels()];
        boolean[] wasZero = new boolean[channels()];
        Arrays.fill(isZero, true);
        Arrays.fill(wasZero, true);
        for (int i = 0; i < ours.size(); i++) {
            isZero[channel(i)] &= ours.value(i) == 0;
            wasZero[channel(i)] &= theirs.value(i) == 0;
        }
        List<Factors> factors = factors();
        int zeroed = 0;
        for (int channel = 0; channel < channels(); channel++) {
            boolean isLost = isZero[channel] && !wasZero[channel];
            zeroed += isLost ? 1 : 0;
            if (!isLost && !factors.get(channel).holds(1)) {
                return 0;
            }
        }
        return zeroed;
    }

    /// How many times the reference's the candidate's weights can be, by channel.
    List<Factors> factors() {
        List<Factors> factors = new ArrayList<>(Collections.nCopies(channels(), Factors.ANY));
        for (int i = 0; i < ours.size(); i++) {
            if (theirs.value(i) != 0 || ours.value(i) != 0) {
                Factors one = factors(i, 1);
                factors.set(channel(i), factors.get(channel(i)).and(one));
            }
        }
        return factors;
    }

    private Factors factors(int element, double times) {
        return Factors.between(theirs.low(element, times), theirs.high(element, times), ours.low(element, times),
                ours.high(element, times));
    }

    /// How many of the candidate's weights are no rounding of the reference's.
    ///
    /// @param times how many times as wide steps are taken to be
    int apart(double times) {
        int apart = 0;
        for (int i = 0; i < ours.size(); i++) {
            boolean meet = ours.low(i, times) <= theirs.high(i, times) && theirs.low(i, times) <= ours.high(i, times);
            apart += meet ? 0 : 1;
        }
        return apart;
    }

    boolean isRounding() {
        return apart(1) == 0;
    }
}
