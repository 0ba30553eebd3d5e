package dev.vernier.exam;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Coding;
import dev.vernier.quant.Layer;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Layers whose weights are not what they should be.
final class WeightFaults {
    private WeightFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of(FindingId.SCALE_PERMUTED, WeightFaults::permuted, 0, 1, 2),
                Fault.of(FindingId.WEIGHTS_DIFFER, WeightFaults::others, 0, 1, 2, 3, 4),
                Fault.of(FindingId.DOUBLE_QUANTIZED, WeightFaults::coarse, 3, 4, 5, 8));
    }

    /// Codes as they are with the scales of other channels: rotated by one, shuffled, or in reverse.
    private static Optional<Exhibit> permuted(Clean clean, double variant, Random random) {
        List<Layer> layers = Clean.layers(clean.model().graph()).stream()
                .filter(layer -> clean.model().quantization().find(layer.weight())
                        .filter(params -> params.axis().isPresent()).isPresent())
                .toList();
        if (layers.isEmpty()) {
            return Optional.empty();
        }
        QuantizedModel faulty = clean.model();
        for (Layer layer : Fault.some(layers, random)) {
            QParams params = faulty.quantization().find(layer.weight()).orElseThrow();
            List<Integer> order = new ArrayList<>(IntStream.range(0, params.scale().size()).boxed().toList());
            switch ((int) variant) {
                case 0 -> Collections.rotate(order, 1);
                case 1 -> Collections.shuffle(order, random);
                default -> Collections.reverse(order);
            }
            float[] scales = new float[order.size()];
            long[] zeroPoints = params.zeroPoint().longs();
            for (int channel = 0; channel < scales.length; channel++) {
                scales[channel] = params.scale().floatAt(order.get(channel));
            }
            QParams other = QParams.perChannel(params.codes(), params.axis().orElseThrow(), scales, zeroPoints);
            Tensor codes = Coding.codes(faulty.graph().constants().get(layer.weight()), params);
            faulty = Changes.params(Changes.constant(faulty, layer.weight(), Coding.reals(codes, other)),
                    Map.of(layer.weight(), other));
        }
        return Optional.of(clean.with(Biases.rescaled(faulty)));
    }

    /// The weights of another model: shuffled, drawn anew, trained on, far off, or with their channels mixed up.
    private static Optional<Exhibit> others(Clean clean, double variant, Random random) {
        Graph graph = clean.network().folded();
        for (Layer layer : Fault.some(Clean.layers(graph), random)) {
            Tensor weight = graph.constants().get(layer.weight());
            double deviation = Changes.deviation(weight);
            graph = Changes.constant(graph, layer.weight(), switch ((int) variant) {
                case 0 -> shuffled(weight, random);
                case 1 -> Changes.each(weight, i -> random.nextGaussian() * deviation);
                case 2 -> Changes.each(weight, i -> weight.floatAt(i) + random.nextGaussian() * deviation * 0.3);
                case 3 -> Changes.each(weight, i -> weight.floatAt(i) + random.nextGaussian() * deviation);
                default -> rolled(weight, layer.channelAxis());
            });
        }
        return Optional.of(clean.with(clean.quantized(graph)));
    }

    private static Tensor shuffled(Tensor weight, Random random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, weight.size()).boxed().toList());
        Collections.shuffle(order, random);
        return Changes.each(weight, i -> weight.floatAt(order.get(i)));
    }

    private static Tensor rolled(Tensor weight, int axis) {
        int inner = weight.shape().count(axis + 1, weight.shape().rank());
        int channels = weight.shape().size(axis);
        return Changes.each(weight, i -> {
            int channel = Changes.channel(weight, axis, i);
            return weight.floatAt(i + ((channel + 1) % channels - channel) * inner);
        });
    }

    /// Quantized on a coarse grid of the whole tensor first.
    private static Optional<Exhibit> coarse(Clean clean, double bits, Random random) {
        Graph graph = clean.network().folded();
        for (Layer layer : Fault.some(Clean.layers(graph), random)) {
            Tensor weight = graph.constants().get(layer.weight());
            float largest = 0;
            for (float value : weight.floats()) {
                largest = Math.max(largest, Math.abs(value));
            }
            QParams grid = QParams.perTensor(DType.I8, largest / ((1 << ((int) bits - 1)) - 1), 0);
            graph = Changes.constant(graph, layer.weight(), Coding.reals(Coding.codes(weight, grid), grid));
        }
        return Optional.of(clean.with(clean.quantized(graph)));
    }
}
