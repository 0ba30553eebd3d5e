package dev.vernier.pass;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.BatchNorm;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.Op;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Folds a batch norm into the convolution or matrix product before it, where nobody else sees what that makes:
///
/// `w' = w * scale / sqrt(variance + epsilon)`, `b' = (b - mean) * scale / sqrt(variance + epsilon) + bias`, computed
/// in double and rounded to float32 once (Jacob et al. 2017, equation 14). The batch norm's output keeps its name.
public final class FoldBatchNorm implements Rule {
    @Override
    public String name() {
        return "fold-batch-norm";
    }

    @Override
    public Optional<Patch> apply(Node node, View view) {
        if (!(node.op() instanceof BatchNorm norm)) {
            return Optional.empty();
        }
        return view.producer(node.input(0))
                .filter(layer -> view.isPrivateTo(node, layer.output()))
                .flatMap(layer -> switch (layer.op()) {
                    case Conv conv -> fold(layer, conv, 0, 1, node, norm, view);
                    case Gemm gemm -> fold(
                            layer,
                            new Gemm(gemm.alpha(), 1, gemm.transposeA(), gemm.transposeB()),
                            gemm.transposeB() ? 0 : 1,
                            gemm.beta(),
                            node,
                            norm,
                            view);
                    default -> Optional.empty();
                });
    }

    /// @param folded the operator after folding
    /// @param axis the weight's axis that becomes the output's channels
    /// @param beta what the layer multiplies its bias by
    private Optional<Patch> fold(
            Node layer, Op folded, int axis, float beta, Node node, BatchNorm norm, View view) {
        Optional<Tensor> weight = view.constant(layer.input(1)).filter(w -> w.dtype() == DType.F32);
        Optional<Affine> affine = Affine.of(node, norm, view);
        if (weight.isEmpty() || affine.isEmpty()) {
            return Optional.empty();
        }
        int channels = affine.get().factors.length;
        boolean hasBias = !layer.input(2).isEmpty();
        Optional<double[]> bias = hasBias ? bias(layer, channels, view) : Optional.of(new double[channels]);
        if (bias.isEmpty() || weight.get().shape().size(axis) != channels) {
            return Optional.empty();
        }
        String weightName = view.primed(layer.input(1));
        String biasName = view.primed(hasBias ? layer.input(2) : node.input(2));
        Node replacement =
                new Node(layer.name(), folded, List.of(layer.input(0), weightName, biasName), node.outputs());
        return Optional.of(Patch.replacing(
                this,
                "batch norm '" + node.label() + "' is folded into '" + layer.label() + "' before it",
                List.of(layer, node),
                List.of(replacement),
                Map.of(
                        weightName, affine.get().weight(weight.get(), axis),
                        biasName, affine.get().bias(bias.get(), beta))));
    }

    /// A constant bias of one element per channel, or of one for all.
    private static Optional<double[]> bias(Node layer, int channels, View view) {
        return view.constant(layer.input(2))
                .filter(b -> b.dtype() == DType.F32 && (b.size() == 1 || b.size() == channels)
                        && (b.shape().rank() == 0 || b.shape().size(b.shape().rank() - 1) == b.size()))
                .map(b -> {
                    double[] values = new double[channels];
                    for (int channel = 0; channel < channels; channel++) {
                        values[channel] = b.floatAt(b.size() == 1 ? 0 : channel);
                    }
                    return values;
                });
    }

    /// A batch norm as `(x - mean) * factor + bias` per channel.
    private static final class Affine {
        private final double[] factors;
        private final Tensor bias;
        private final Tensor mean;

        private Affine(double[] factors, Tensor bias, Tensor mean) {
            this.factors = factors;
            this.bias = bias;
            this.mean = mean;
        }

        /// Empty where a parameter is no float32 constant, or a factor is not finite.
        static Optional<Affine> of(Node node, BatchNorm norm, View view) {
            for (int input = 1; input <= 4; input++) {
                if (view.constant(node.input(input)).filter(p -> p.dtype() == DType.F32).isEmpty()) {
                    return Optional.empty();
                }
            }
            Tensor scale = view.constant(node.input(1)).orElseThrow();
            Tensor variance = view.constant(node.input(4)).orElseThrow();
            double[] factors = new double[scale.size()];
            for (int channel = 0; channel < factors.length; channel++) {
                double deviation = Math.sqrt((double) variance.floatAt(channel) + norm.epsilon());
                factors[channel] = scale.floatAt(channel) / deviation;
                if (!Double.isFinite(factors[channel])) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Affine(
                    factors, view.constant(node.input(2)).orElseThrow(), view.constant(node.input(3)).orElseThrow()));
        }

        Tensor weight(Tensor weight, int axis) {
            float[] values = weight.floats();
            int inner = weight.shape().count(axis + 1, weight.shape().rank());
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * factors[i / inner % factors.length]);
            }
            return Tensor.of(weight.shape(), values);
        }

        Tensor bias(double[] before, float beta) {
            float[] values = new float[factors.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((beta * before[i] - mean.floatAt(i)) * factors[i] + bias.floatAt(i));
            }
            return Tensor.of(bias.shape(), values);
        }
    }
}
