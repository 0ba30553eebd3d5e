package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Graph;
import dev.vernier.graph.op.*;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Convolutions of any geometry, above all those for which oneDNN has paths of their own: inputs smaller than the window,
/// single channels, few outputs, steps beyond the window. Float ones are of small whole numbers, whose sums are exact in
/// any order.
class GeometriesTest {
    private static final int LAYERS = 120;

    @BeforeAll
    static void needsOneDnn() {
        OneDnnEngine.requireLibrary();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void computeWhatTheReferenceDoes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < LAYERS; i++) {
            layer(random).assertRight("seed " + seed + ", layer " + i);
        }
    }

    /// @param operands that of the samples first
    private record Layer(Op op, List<Tensor> operands) {
        void assertRight(String what) {
            Graph graph = Cases.graph(op, operands, operands.getFirst().shape().size(0));
            assertEquals(run(new ReferenceEngine(), graph), run(new OneDnnEngine(), graph),
                    () -> what + ": " + op + " of " + operands.getFirst().dtype() + operands.getFirst().shape()
                            + " with weights of "
                            + operands.get(op instanceof QLinearConv ? 3 : 1).shape());
        }

        private Tensor run(Engine engine, Graph graph) {
            return Cases.run(engine, graph, operands);
        }
    }

    private static Layer layer(Random random) {
        int rank = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 2;
        int groups = random.nextBoolean() ? 1 : 1 + random.nextInt(20);
        int channels = random.nextBoolean() ? 1 : 1 + random.nextInt(20);
        int outputs = groups * (random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(20));
        List<Integer> kernel = random.ints(rank, 1, 8).boxed().toList();
        List<Integer> dilations = random.ints(rank, 0, 3).map(choice -> Math.max(1, choice)).boxed().toList();
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        int[] x = new int[rank + 2];
        int[] weight = new int[rank + 2];
        x[0] = random.nextBoolean() ? 1 : 1 + random.nextInt(17);
        x[1] = groups * channels;
        weight[0] = outputs;
        weight[1] = channels;
        for (int axis = 0; axis < rank; axis++) {
            int extent = (kernel.get(axis) - 1) * dilations.get(axis) + 1;
            int size = 1 + random.nextInt(random.nextBoolean() ? 5 : rank == 3 ? 9 : 30);
            int lacking = Math.max(0, extent - size);
            before.add(lacking / 2 + random.nextInt(Math.min(3, kernel.get(axis))));
            after.add(lacking - lacking / 2 + random.nextInt(Math.min(3, kernel.get(axis))));
            x[axis + 2] = size;
            weight[axis + 2] = kernel.get(axis);
        }
        List<Integer> strides = random.ints(rank, 1, 5).boxed().toList();
        Window window = new Window(kernel, strides, dilations, new Padding.Explicit(before, after));
        DType codes = random.nextBoolean() ? DType.U8 : DType.I8;
        Tensor zeroPoint =
                Cases.code(codes, random.nextInt(3) == 0 ? 0 : (codes == DType.I8 ? -128 : 0) + random.nextInt(256));
        return switch (random.nextInt(3)) {
            case 0 -> new Layer(new Conv(window, groups), List.of(whole(random, x), whole(random, weight)));
            case 1 -> new Layer(new ConvInteger(window, groups), List.of(Cases.codes(random, codes, x),
                    Cases.codes(random, DType.I8, weight), zeroPoint));
            default -> new Layer(
                    new QLinearConv(window, groups, random.nextBoolean() ? Contract.ONNX : Contract.ONEDNN),
                    List.of(Cases.codes(random, codes, x), Tensor.scalar(0.02f), zeroPoint,
                            Cases.codes(random, DType.I8, weight), Cases.scales(random, outputs),
                            Cases.zeroPoints(outputs, 0), Tensor.scalar(0.6f), Cases.code(codes, 100),
                            Cases.sums(random, outputs)));
        };
    }

    private static Tensor whole(Random random, int... sizes) {
        float[] values = new float[Math.toIntExact(Arrays.stream(sizes).asLongStream().reduce(1, (a, b) -> a * b))];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(17) - 8;
        }
        return Tensor.of(Shape.of(sizes), values);
    }
}
