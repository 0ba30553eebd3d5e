package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.op.*;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers of our own machine code, on every CPU that has AVX2, against the reference, bit by bit.
class ExactLayersTest {
    @BeforeAll
    static void needsAvx2() {
        OneDnnEngine.requireLibrary();
        Assumptions.assumeTrue(PairSaturation.canWiden(), "skipped: no AVX2 here, or no memory may be executed");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void convolveAnyGeometry(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 25; i++) {
            int rank = 1 + random.nextInt(3);
            int groups = 1 + random.nextInt(3);
            int channels = groups * (1 + random.nextInt(random.nextBoolean() ? 4 : 21));
            int outputs = groups * (1 + random.nextInt(random.nextBoolean() ? 5 : 40));
            List<Integer> kernel = sizes(random, rank, 1, 4);
            List<Integer> dilations = sizes(random, rank, 1, 3);
            Window window = new Window(kernel, sizes(random, rank, 1, 3), dilations,
                    new Padding.Explicit(sizes(random, rank, 0, 3), sizes(random, rank, 0, 3)));
            int[] x = new int[rank + 2];
            x[0] = 1 + random.nextInt(3);
            x[1] = channels;
            int[] w = new int[rank + 2];
            w[0] = outputs;
            w[1] = channels / groups;
            for (int axis = 0; axis < rank; axis++) {
                w[axis + 2] = kernel.get(axis);
                x[axis + 2] = (kernel.get(axis) - 1) * dilations.get(axis) + 1 + random.nextInt(rank == 3 ? 4 : 9);
            }
            Contract contract = random.nextBoolean() ? Contract.ONNX : Contract.ONEDNN;
            DType from = random.nextBoolean() ? DType.U8 : DType.I8;
            DType to = random.nextBoolean() ? DType.U8 : DType.I8;
            assertExact("seed " + seed + ", layer " + i, random, new QLinearConv(window, groups, contract),
                    Cases.codes(random, from, x), Tensor.scalar(0.02f), code(random, from),
                    Cases.codes(random, DType.I8, w), Cases.scales(random, outputs), zeroPoints(random, outputs),
                    Tensor.scalar(0.4f + random.nextFloat()), code(random, to), Cases.sums(random, outputs));
            assertExact("seed " + seed + ", sums " + i, random, new ConvInteger(window, groups),
                    Cases.codes(random, from, x), Cases.codes(random, DType.I8, w), code(random, from));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void multiplyMatricesOfAnySize(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 25; i++) {
            int rows = 1 + random.nextInt(30);
            int terms = 2 + random.nextInt(70);
            int columns = 1 + random.nextInt(40);
            boolean transposed = random.nextBoolean();
            DType from = random.nextBoolean() ? DType.U8 : DType.I8;
            Tensor a = Cases.codes(random, from, rows, terms);
            Tensor b = transposed
                    ? Cases.codes(random, DType.I8, columns, terms)
                    : Cases.codes(random, DType.I8, terms, columns);
            List<Tensor> inputs = new ArrayList<>(List.of(a, Tensor.scalar(0.02f), code(random, from), b,
                    Cases.scales(random, columns), zeroPoints(random, columns), Cases.sums(random, columns)));
            if (random.nextBoolean()) {
                inputs.add(Tensor.scalar(0.7f));
                inputs.add(code(random, from));
            }
            Contract contract = random.nextBoolean() ? Contract.ONNX : Contract.ONEDNN;
            assertExact("seed " + seed + ", product " + i, random, new QGemm(transposed, contract),
                    inputs.toArray(Tensor[]::new));
            assertExact("seed " + seed + ", sums " + i, random, new MatMulInteger(), a,
                    transposed ? Cases.codes(random, DType.I8, terms, columns) : b, code(random, from));
        }
    }

    /// A window of 3 by 3 on a single pixel is its middle; one that starts on padding alone begins inside it.
    @Test
    void leaveTapsOutThatNeverMeetAnElement() {
        Random random = new Random(9);
        for (int side : new int[] {1, 2, 3}) {
            for (int kernel : new int[] {3, 5, 7}) {
                for (int padding = 0; padding < kernel; padding++) {
                    if (side + 2 * padding >= kernel) {
                        Window window = new Window(List.of(kernel, kernel), List.of(2, 1), List.of(1, 1),
                                new Padding.Explicit(List.of(padding, padding), List.of(padding, padding)));
                        assertExact(window.toString(), random, new QLinearConv(window, 1),
                                Cases.codes(random, DType.U8, 2, 5, side, side), Tensor.scalar(0.02f),
                                Cases.code(DType.U8, 17), Cases.codes(random, DType.I8, 9, 5, kernel, kernel),
                                Cases.scales(random, 9), Cases.zeroPoints(9, 0), Tensor.scalar(0.6f),
                                Cases.code(DType.U8, 120), Cases.sums(random, 9));
                    }
                }
            }
        }
    }

    /// Sums far beyond 2^24, which two halves in float32 could not add up.
    @Test
    void areExactWhereFloatIsNot() {
        byte[] ones = new byte[4608];
        Arrays.fill(ones, (byte) 127);
        byte[] most = new byte[4608];
        Arrays.fill(most, (byte) 255);
        assertExact("sums", new Random(10), new MatMulInteger(), Tensor.ofU8(Shape.of(1, 4608), most),
                Tensor.ofI8(Shape.of(4608, 1), ones));
    }

    private static List<Integer> sizes(Random random, int rank, int least, int end) {
        return random.ints(rank, least, end).boxed().toList();
    }

    private static Tensor code(Random random, DType type) {
        return Cases.code(type, random.nextInt(4) == 0 ? 0
                : type == DType.U8 ? random.nextInt(256) : random.nextInt(256) - 128);
    }

    private static Tensor zeroPoints(Random random, int count) {
        return Cases.zeroPoints(count, random.nextInt(4) == 0 ? random.nextInt(256) - 128 : 0);
    }

    private static void assertExact(String what, Random random, Op op, Tensor... operands) {
        Graph graph = Cases.graph(op, Arrays.asList(operands), 1);
        SessionOptions options = new SessionOptions(1 + random.nextInt(3), Set.of());
        Map<String, Tensor> x = Map.of("in0", operands[0]);
        try (Session reference = new ReferenceEngine().open(graph, options)) {
            Map<String, Tensor> expected = reference.run(x);
            for (int threads : new int[] {1, 3}) {
                try (OneDnnSession session =
                        (OneDnnSession) OneDnnEngine.widening().open(graph, options.withThreads(threads))) {
                    assertEquals(expected, session.run(x), what + ", " + threads + " threads: " + op);
                    assertTrue(session.plan().steps().stream().anyMatch(ExactLayer.class::isInstance)
                            || isNarrow(op, operands), what + ": not one of our own layers: " + op);
                }
            }
        }
    }

    /// Whether no pair of the weights can saturate, so that oneDNN's kernels are left to it.
    private static boolean isNarrow(Op op, Tensor... operands) {
        boolean isSum = op instanceof ConvInteger || op instanceof MatMulInteger;
        int axis = op instanceof MatMulInteger || op instanceof QGemm(boolean transposed, Contract _) && !transposed
                ? 1
                : 0;
        Tensor weight = operands[isSum ? 1 : 3];
        return WeightParts.of(op, weight, isSum ? Optional.empty() : Optional.of(operands[5]), axis,
                PairSaturation.SPLIT).parts().size() == 1;
    }
}
