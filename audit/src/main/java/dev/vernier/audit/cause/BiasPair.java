package dev.vernier.audit.cause;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/// The bias of one layer in both models, channel by channel.
final class BiasPair {
    private final LayerPair layers;
    private final float[] reference;
    private final float[] candidate;
    private final float[] steps;

    private BiasPair(LayerPair layers, float[] reference, float[] candidate, float[] steps) {
        this.layers = layers;
        this.reference = reference;
        this.candidate = candidate;
        this.steps = steps;
    }

    /// All of layers that have a bias in the reference, but for those that the candidate adds one to elsewhere.
    static List<BiasPair> of(Subject subject) {
        List<BiasPair> pairs = new ArrayList<>();
        for (LayerPair layers : subject.same().layers()) {
            Optional<Tensor> reference = subject.reference().constant(layers.reference().bias());
            if (reference.isPresent() && !isAddedElsewhere(layers, subject)) {
                float[] theirs = floats(reference.get());
                float[] ours = subject.candidate().graph().constant(layers.candidate().bias()).map(BiasPair::floats)
                        .orElse(new float[theirs.length]);
                pairs.add(new BiasPair(layers, theirs, ours, steps(layers, subject, theirs.length)));
            }
        }
        return pairs;
    }

    private static float[] floats(Tensor bias) {
        float[] values = new float[bias.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) bias.doubleAt(i);
        }
        return values;
    }

    private static boolean isAddedElsewhere(LayerPair layers, Subject subject) {
        List<Node> readers = subject.candidate().graph().consumers()
                .getOrDefault(layers.candidate().node().output(), List.of());
        return !layers.candidate().hasBias() && readers.size() == 1 && readers.getFirst().op() instanceof Add
                && readers.getFirst().inputs().stream().anyMatch(subject.candidate().graph()::isConstant);
    }

    private static float[] steps(LayerPair layers, Subject subject, int channels) {
        Quantization quantization = subject.candidate().quantization();
        Optional<QParams> input = quantization.find(layers.candidate().input());
        Optional<QParams> weight = quantization.find(layers.candidate().weight());
        float[] steps = new float[channels];
        if (input.isPresent() && weight.isPresent()) {
            float[] scales = weight.get().scale().floats();
            for (int channel = 0; channel < channels; channel++) {
                steps[channel] = input.get().scale().floatAt(0) * scales[channel % scales.length];
            }
        }
        return steps;
    }

    LayerPair layers() {
        return layers;
    }

    float reference(int channel) {
        return reference[channel];
    }

    /// 0 where there is no bias.
    float candidate(int channel) {
        return candidate[channel];
    }

    /// Input scale x weight scale; 0 where the layer is float.
    float step(int channel) {
        return steps[channel];
    }

    /// The candidate's with the reference's in some channels.
    Tensor restored(IntPredicate channels) {
        float[] restored = candidate.clone();
        for (int channel = 0; channel < restored.length; channel++) {
            restored[channel] = channels.test(channel) ? reference[channel] : candidate[channel];
        }
        return Tensor.of(Shape.of(restored.length), restored);
    }

    /// The candidate's times a factor.
    Tensor scaled(float factor) {
        float[] scaled = candidate.clone();
        for (int channel = 0; channel < scaled.length; channel++) {
            scaled[channel] *= factor;
        }
        return Tensor.of(Shape.of(scaled.length), scaled);
    }

    int channels() {
        return reference.length;
    }

    /// What findings call it.
    String name() {
        return layers.candidate().hasBias() ? layers.candidate().bias() : layers.reference().bias();
    }

    /// The largest magnitude of the reference's.
    float largest() {
        float largest = 0;
        for (float value : reference) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
