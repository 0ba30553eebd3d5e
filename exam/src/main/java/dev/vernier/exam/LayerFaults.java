package dev.vernier.exam;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.BatchNorm;
import dev.vernier.quant.Clamp;
import dev.vernier.quant.Layer;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Layers that lack something, or in which something was merged wrongly.
final class LayerFaults {
    /// Images that tell what channels hold on average.
    private static final int PRUNING = 64;

    private LayerFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of(FindingId.MISSING_BIAS, LayerFaults::unbiased, 1),
                Fault.of(FindingId.BIAS_OVERFLOW, LayerFaults::overflowing, 2, 8, 64),
                Fault.of(FindingId.MISSING_ACTIVATION, LayerFaults::inactive, 1),
                Fault.of(FindingId.BATCH_NORM_MISMATCH, LayerFaults::misfolded, 0.1, 0.2, 0.4, 0.8));
    }

    private static Optional<Exhibit> unbiased(Clean clean, double all, Random random) {
        QuantizedModel faulty = clean.model();
        for (Layer layer : Fault.some(Clean.layers(faulty.graph()).stream().filter(Layer::hasBias).toList(), random)) {
            faulty = Changes.constant(faulty, layer.bias(),
                    Changes.each(faulty.graph().constants().get(layer.bias()), channel -> 0));
        }
        return Optional.of(clean.with(faulty));
    }

    /// Every eighth channel of a layer is pruned in the float model, too: it has no weights, and a bias of what it had on
    /// average. The scale made for them alone leaves the bias no int32 code; it saturates.
    ///
    /// @param excess how many times too large the bias is
    private static Optional<Exhibit> overflowing(Clean clean, double excess, Random random) {
        Graph graph = clean.network().folded();
        List<Layer> layers = Clean.layers(graph).stream().filter(Layer::hasBias).toList();
        Layer layer = layers.get(random.nextInt(layers.size()));
        double[] means = means(clean, layer);
        Set<Integer> channels = new HashSet<>(IntStream.range(0, means.length).boxed()
                .sorted(Comparator.comparing(channel -> -Math.abs(means[channel])))
                .limit(Math.max(1, means.length / 8)).toList());
        Tensor weight = graph.constants().get(layer.weight());
        Tensor bias = Changes.each(graph.constants().get(layer.bias()), channel -> channels.contains(channel)
                ? means[channel]
                : graph.constants().get(layer.bias()).floatAt(channel));
        Graph bare = Changes.constant(Changes.constant(graph, layer.bias(), bias), layer.weight(), Changes.each(weight,
                i -> channels.contains(Changes.channel(weight, layer.channelAxis(), i)) ? 0 : weight.floatAt(i)));
        QuantizedModel right = clean.quantized(bare);
        QParams params = right.quantization().find(layer.weight()).orElseThrow();
        if (params.axis().isEmpty()) {
            return Optional.empty();
        }
        float input = right.quantization().find(layer.input()).orElseThrow().scale().floatAt(0);
        float[] scales = params.scale().floats();
        for (int channel : channels) {
            scales[channel] = (float) Math.max(Float.MIN_NORMAL,
                    Math.abs(bias.floatAt(channel)) / input / 0x1p31 / excess);
        }
        QParams tiny = QParams.perChannel(params.codes(), params.axis().orElseThrow(), scales,
                params.zeroPoint().longs());
        return Optional.of(clean.with(Biases.rescaled(Changes.params(right, Map.of(layer.weight(), tiny))))
                .against(bare, right));
    }

    /// What each channel of a layer holds on average.
    private static double[] means(Clean clean, Layer layer) {
        Graph graph = clean.network().folded();
        String output = layer.node().output();
        Tensor images = clean.calibration().load(0, PRUNING).x();
        try (Session session = clean.engine().open(graph, SessionOptions.DEFAULT.withTaps(Set.of(output)))) {
            Tensor made = session.run(Map.of(graph.inputs().getFirst().name(), images)).get(output);
            double[] means = new double[made.shape().size(1)];
            for (int i = 0; i < made.size(); i++) {
                means[Changes.channel(made, 1, i)] += made.floatAt(i) * (double) means.length / made.size();
            }
            return means;
        }
    }

    /// Activation functions are skipped.
    private static Optional<Exhibit> inactive(Clean clean, double all, Random random) {
        Graph graph = clean.network().folded();
        List<Node> functions = graph.nodes().stream().filter(node -> Clamp.of(node, graph).isPresent()).toList();
        List<Node> removed = Fault.some(functions, random);
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!removed.contains(node)) {
                nodes.add(node.withInputs(node.inputs().stream().map(input -> before(input, removed)).toList()));
            }
        }
        Graph without = new Graph(graph.inputs(), graph.constants(), nodes, graph.outputs()).pruned();
        return Optional.of(clean.with(clean.quantized(without)));
    }

    private static String before(String tensor, List<Node> removed) {
        return removed.stream().filter(node -> node.output().equals(tensor)).findFirst()
                .map(node -> node.input(0)).orElse(tensor);
    }

    /// Batch norm folded with other statistics, or, in every fourth case, twice. A network that came folded gets factors as
    /// other statistics make them.
    ///
    /// @param spread of the logarithm of the deviations
    private static Optional<Exhibit> misfolded(Clean clean, double spread, Random random) {
        Graph graph = clean.network().graph();
        List<Node> norms = graph.nodes().stream().filter(node -> node.op() instanceof BatchNorm)
                .filter(node -> node.inputs().stream().skip(1).allMatch(graph::isConstant)).toList();
        Graph folded = norms.isEmpty()
                ? scaled(clean.network().folded(), spread, random)
                : Network.folded(restated(graph, Fault.some(norms, random), spread, random));
        return Optional.of(clean.with(clean.quantized(folded)));
    }

    private static Graph restated(Graph graph, List<Node> norms, double spread, Random random) {
        Graph restated = graph;
        boolean isTwice = random.nextInt(4) == 0;
        for (Node node : norms) {
            float epsilon = ((BatchNorm) node.op()).epsilon();
            Tensor scale = graph.constants().get(node.input(1));
            Tensor bias = graph.constants().get(node.input(2));
            Tensor mean = graph.constants().get(node.input(3));
            Tensor variance = graph.constants().get(node.input(4));
            Tensor factor = Changes.each(scale, i -> scale.floatAt(i) / Math.sqrt(variance.floatAt(i) + epsilon));
            if (isTwice) {
                restated = Changes.constant(restated, node.input(1),
                        Changes.each(scale, i -> scale.floatAt(i) * factor.floatAt(i)));
                restated = Changes.constant(restated, node.input(2), Changes.each(bias,
                        i -> (bias.floatAt(i) - mean.floatAt(i)) * factor.floatAt(i) + bias.floatAt(i)));
            } else {
                restated = Changes.constant(restated, node.input(4), Changes.each(variance,
                        i -> variance.floatAt(i) * Math.exp(2 * spread * random.nextGaussian())));
                restated = Changes.constant(restated, node.input(3), Changes.each(mean, i -> mean.floatAt(i)
                        + spread * random.nextGaussian() * Math.sqrt(variance.floatAt(i) + epsilon)));
            }
        }
        return restated;
    }

    private static Graph scaled(Graph folded, double spread, Random random) {
        Graph scaled = folded;
        List<Layer> layers =
                Clean.layers(folded).stream().filter(layer -> layer.hasBias() && layer.channelAxis() == 0).toList();
        for (Layer layer : Fault.some(layers, random)) {
            Tensor weight = folded.constants().get(layer.weight());
            Tensor bias = folded.constants().get(layer.bias());
            Tensor factor = Changes.each(bias, channel -> Math.exp(spread * random.nextGaussian()));
            scaled = Changes.constant(scaled, layer.weight(), Changes.each(weight,
                    i -> weight.floatAt(i) * factor.floatAt(Changes.channel(weight, 0, i))));
            scaled = Changes.constant(scaled, layer.bias(),
                    Changes.each(bias, channel -> bias.floatAt(channel) * factor.floatAt(channel)));
        }
        return scaled;
    }
}
