package dev.vernier.conformance.networks;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.DynamicQuantize;
import dev.vernier.graph.op.MatMulInteger;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A small network that a seed decides, of one to three spatial axes, with samples for it and the word of the qconfig that
/// it is quantized by.
public record RandomNetwork(long seed, Graph graph, String config) {
    public static RandomNetwork of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        random.nextLong();
        Sketch sketch = new Sketch(random);
        int spatial = sketch.oneOf(2, 2, 2, 2, 2, 2, 1, 3);
        int inputs = sketch.chance(0.1) ? 2 : 1;
        int[] sizes = new int[spatial + 2];
        sizes[1] = sketch.oneOf(1, 2, 3, 3, 4, 5, 6, 8);
        for (int axis = 2; axis < sizes.length; axis++) {
            sizes[axis] = spatial == 3 ? sketch.between(2, 5) : sketch.between(3, spatial == 1 ? 17 : 9);
        }
        for (int i = 0; i < inputs; i++) {
            sketch.input(sizes);
        }
        sketch.draw(sketch.chance(0.85) ? Layers::convolution : Movements::pool);
        int pieces = sketch.between(1, 8);
        for (int tries = 0; pieces > 0 && tries < 60; tries++) {
            pieces -= sketch.draw(Piece.any(random).drawing()) ? 1 : 0;
        }
        while (sketch.nodes().isEmpty()) {
            sketch.draw(Layers::convolution);
        }
        Graph graph = sketch.graph(outputs(sketch)).pruned();
        return new RandomNetwork(seed, graph, Schemes.pick(random, Rewriter.run(graph, Folding.standard()).graph()));
    }

    /// The last tensor, and now and then all that nothing reads, or one that something reads.
    private static List<String> outputs(Sketch sketch) {
        List<String> made = sketch.live().stream().filter(name -> !name.startsWith("x")).toList();
        Map<String, ?> read = sketch.graph(made).consumers();
        List<String> ends = new ArrayList<>(List.of(made.getLast()));
        if (sketch.chance(0.4)) {
            made.stream().filter(name -> !read.containsKey(name) && !ends.contains(name)).forEach(ends::add);
        }
        if (sketch.chance(0.2)) {
            made.stream().filter(read::containsKey).findFirst().filter(name -> !ends.contains(name))
                    .ifPresent(ends::add);
        }
        return ends;
    }

    /// Whether no result depends on which samples run together.
    public boolean isPerSample() {
        return graph.nodes().stream().noneMatch(node -> node.op() instanceof DynamicQuantize);
    }

    /// Whether ONNX Runtime computes the network exactly on every CPU: without its optimizations it keeps integer operators
    /// on kernels that saturate beyond 7 bits on CPUs without VNNI.
    boolean isExactInOnnxRuntime() {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof ConvInteger || node.op() instanceof MatMulInteger)
                .allMatch(node -> Bounds.largest(graph.constants().get(node.input(1))) <= 64);
    }

    /// Samples, some of which reach beyond what others show.
    public Map<String, Tensor> samples(int count) {
        Random random = new Random(seed + 1);
        Map<String, Tensor> samples = new LinkedHashMap<>();
        for (Input input : graph.inputs()) {
            Shape shape = input.type().shape().at(count);
            float[] values = new float[shape.elementCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            samples.put(input.name(), Tensor.of(shape, values));
        }
        return samples;
    }
}
