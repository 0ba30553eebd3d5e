package dev.vernier.exam;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Relu;
import dev.vernier.quant.Layer;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Float networks that compute the same as before and are harder to quantize.
final class ChannelFaults {
    private static final int OUTPUT_CHANNELS = 0;
    private static final int INPUT_CHANNELS = 1;

    private ChannelFaults() {}

    static List<Fault> all() {
        return List.of(Fault.of(FindingId.OUTLIER_CHANNEL, ChannelFaults::outlying, 64, 256, 1024));
    }

    /// Two convolutions with nothing but a ReLU between them.
    private record Two(Layer first, Layer second) {}

    /// One channel between two convolutions is made larger by a factor that the second one takes back: the float network
    /// stays what it was, and the codes of that activation go to one channel.
    private static Optional<Exhibit> outlying(Clean clean, double factor, Random random) {
        Graph scaled = clean.network().folded();
        List<Two> all = neighbours(scaled);
        for (Two two : all) {
            int channel = random.nextInt(scaled.constants().get(two.first().weight()).shape().size(OUTPUT_CHANNELS));
            scaled = scaled(scaled, two.first().weight(), OUTPUT_CHANNELS, channel, factor);
            scaled = scaled(scaled, two.second().weight(), INPUT_CHANNELS, channel, 1 / factor);
            if (two.first().hasBias()) {
                scaled = scaled(scaled, two.first().bias(), OUTPUT_CHANNELS, channel, factor);
            }
        }
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(clean.with(clean.quantized(scaled)).against(scaled, clean.model()));
    }

    private static List<Two> neighbours(Graph graph) {
        Map<String, List<Node>> readers = graph.consumers();
        List<Two> found = new ArrayList<>();
        for (Layer first : Clean.layers(graph)) {
            onlyReader(first.node(), readers).filter(node -> node.op() instanceof Relu)
                    .flatMap(relu -> onlyReader(relu, readers))
                    .filter(node -> node.op() instanceof Conv conv && conv.groups() == 1)
                    .flatMap(node -> Layer.of(node, graph))
                    .filter(second -> first.node().op() instanceof Conv)
                    .ifPresent(second -> found.add(new Two(first, second)));
        }
        return found;
    }

    private static Optional<Node> onlyReader(Node node, Map<String, List<Node>> readers) {
        List<Node> all = readers.getOrDefault(node.output(), List.of());
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    private static Graph scaled(Graph graph, String constant, int axis, int channel, double factor) {
        Tensor value = graph.constants().get(constant);
        return Changes.constant(graph, constant, Changes.each(value,
                i -> value.floatAt(i) * (Changes.channel(value, axis, i) == channel ? factor : 1)));
    }
}
