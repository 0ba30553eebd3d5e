package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.Kernels;
import dev.vernier.graph.op.MatMulInteger;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.graph.op.QLinearAveragePool;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearGlobalAveragePool;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.SaturatingEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Single integer operators in ONNX Runtime on this CPU, where it saturates, and in the replay: every code is the same.
class OnnxRuntimeReplayTest {
    private static final long SEED = 20_261_127;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void needsAnX86CpuWithoutVnni() {
        Tensor a = Tensor.ofLongs(DType.U8, Shape.of(1, 2), 255, 255);
        Tensor b = Tensor.ofLongs(DType.I8, Shape.of(2, 1), 127, 127);
        Graph product = graph(new MatMulInteger(), List.of(a, b));
        if (run(new OnnxRuntimeEngine(), product, Map.of("in0", a)).longAt(0) != Short.MAX_VALUE) {
            String reason = "skipped: needs a CPU on which ONNX Runtime adds products in int16";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
    }

    @Test
    void unfoldsConvolutionsTapByTap() {
        for (int channels : new int[] {1, 2, 3, 4, 5, 16, 17, 32}) {
            for (int outputs : new int[] {1, 5, 8, 24}) {
                assertConvolution(DType.U8, DType.I8, channels, outputs, 1, 0, 1);
                assertConvolution(DType.U8, DType.I8, channels, outputs, 1, 0, 3);
            }
        }
    }

    @Test
    void unfoldsEachGroupByItself() {
        assertConvolution(DType.U8, DType.I8, 12, 16, 4, 0, 3);
        assertConvolution(DType.U8, DType.I8, 12, 16, 2, 0, 2);
        assertConvolution(DType.U8, DType.I8, 4, 8, 4, 0, 3);
    }

    @Test
    void isExactInDepthwiseConvolutions() {
        for (int channels : new int[] {8, 12, 16, 17}) {
            for (int kernel = 1; kernel <= 5; kernel += 2) {
                assertExact(convolution(DType.U8, DType.I8, channels, channels, channels, 0, kernel));
            }
        }
    }

    @Test
    void unfoldsOverOneAndThreeAxes() {
        assertConvolution(DType.U8, DType.I8, 5, 6, 1, 0, 5, 19);
        assertConvolution(DType.U8, DType.I8, 1, 6, 1, 0, 5, 19);
        assertConvolution(DType.U8, DType.I8, 3, 6, 1, 0, 3, 5, 4, 5);
    }

    @Test
    void subtractsZeroPointsOfWeightsAfterwards() {
        assertConvolution(DType.U8, DType.I8, 12, 16, 1, 7, 3);
        assertConvolution(DType.U8, DType.I8, 3, 16, 1, -30, 3);
    }

    @Test
    void isExactForUnsignedWeightsAndSignedActivations() {
        assertExact(convolution(DType.U8, DType.U8, 16, 16, 1, 130, 3));
        assertExact(convolution(DType.I8, DType.I8, 16, 16, 1, 0, 3));
        assertExact(convolution(DType.I8, DType.I8, 3, 16, 1, 0, 3));
        for (DType weight : List.of(DType.U8, DType.I8)) {
            assertExact(new Case(new ConvInteger(window(3, 2), 1),
                    Arrays.asList(codes(DType.U8, 2, 6, 7, 7), codes(weight, 5, 6, 3, 3), zero(DType.U8),
                            zero(weight))));
        }
    }

    @Test
    void pairsRowsOfMatrices() {
        boolean saturated = false;
        for (int rows : new int[] {1, 2, 5}) {
            for (int terms : new int[] {1, 2, 7, 64, 131, 520}) {
                for (int zeroPoint : new int[] {0, 9}) {
                    saturated |= assertProducts(rows, terms, zeroPoint);
                }
            }
        }
        assertTrue(saturated);
    }

    private boolean assertProducts(int rows, int terms, int zeroPoint) {
        Tensor a = codes(DType.U8, rows, terms);
        Tensor b = codes(DType.I8, terms, 13);
        Tensor bias = Tensor.ofI32(Shape.of(13), random.ints(13, -10_000, 10_000).toArray());
        Tensor zeros = Tensor.ofLongs(DType.I8, Shape.of(13), repeated(13, zeroPoint));
        Tensor scale = Tensor.scalar(0.7f);
        assertReplayed(new Case(new QGemm(false),
                Arrays.asList(a, scale(), zero(DType.U8), b, scales(13), zeros, bias, scale, zero(DType.U8))));
        assertReplayed(new Case(new QGemm(false),
                Arrays.asList(a, scale(), zero(DType.U8), b, scales(13), zeros, bias)));
        assertReplayed(new Case(new QLinearMatMul(),
                Arrays.asList(a, scale(), zero(DType.U8), b, scales(13), zeros, scale, zero(DType.U8))));
        assertReplayed(new Case(new MatMulInteger(), Arrays.asList(a, b)));
        return assertReplayed(
                new Case(new MatMulInteger(), Arrays.asList(a, b, zero(DType.U8), Tensor.ofLongs(DType.I8, Shape.SCALAR,
                        zeroPoint))));
    }

    @Test
    void pairsRowsOfEachOfSeveralMatrices() {
        assertReplayed(new Case(new MatMulInteger(),
                Arrays.asList(codes(DType.U8, 3, 5, 7), codes(DType.I8, 3, 7, 4))));
        assertReplayed(new Case(new QLinearMatMul(),
                Arrays.asList(codes(DType.U8, 2, 3, 5, 7), scale(), zero(DType.U8), codes(DType.I8, 3, 7, 4),
                        Tensor.scalar(0.002f), zero(DType.I8), Tensor.scalar(0.7f), zero(DType.U8))));
        assertReplayed(new Case(new MatMulInteger(), Arrays.asList(codes(DType.U8, 5, 7), codes(DType.I8, 7))));
        assertReplayed(new Case(new MatMulInteger(), Arrays.asList(codes(DType.U8, 7), codes(DType.I8, 7, 5))));
    }

    @Test
    void roundsAdditionsAndMeansAsItDoes() {
        for (DType type : List.of(DType.U8, DType.I8)) {
            Tensor a = codes(type, 2, 64, 33, 31);
            Tensor b = codes(type, 2, 64, 33, 31);
            assertReplayed(new Case(new QLinearAdd(),
                    Arrays.asList(a, scale(), zero(type), b, scale(), zero(type), scale(), zero(type)), 0, 3));
            Tensor quarter = Tensor.scalar(0.25f);
            Tensor one = Tensor.ofLongs(type, Shape.SCALAR, 1);
            assertReplayed(new Case(new QLinearAdd(),
                    Arrays.asList(a, quarter, zero(type), b, quarter, zero(type), Tensor.scalar(0.5f), one), 0, 3));
            for (int side = 4; side < 8; side++) {
                List<Tensor> operands =
                        Arrays.asList(codes(type, 2, 300, side, 4), scale(), zero(type), scale(), zero(type));
                assertReplayed(new Case(new QLinearGlobalAveragePool(), operands));
                assertReplayed(new Case(new QLinearAveragePool(window(3, 2), false, true), operands));
            }
        }
    }

    /// An operator on operands, of which those at some places are given when it runs, the others constants.
    private record Case(Op op, List<Tensor> operands, int... given) {}

    private Case convolution(DType activation, DType weight, int channels, int outputs, int groups, int zeroPoint,
            int kernel, int... sizes) {
        int[] spatial = sizes.length == 0 ? new int[] {9, 8} : sizes;
        int[] x = new int[spatial.length + 2];
        int[] w = new int[x.length];
        Arrays.fill(w, kernel);
        System.arraycopy(spatial, 0, x, 2, spatial.length);
        x[0] = 2;
        x[1] = channels;
        w[0] = outputs;
        w[1] = channels / groups;
        return new Case(new QLinearConv(window(kernel, spatial.length), groups), Arrays.asList(codes(activation, x),
                scale(), zero(activation), codes(weight, w), scales(outputs),
                Tensor.ofLongs(weight, Shape.of(outputs), repeated(outputs, zeroPoint)), Tensor.scalar(0.7f),
                zero(activation), Tensor.ofI32(Shape.of(outputs), random.ints(outputs, -10_000, 10_000).toArray())));
    }

    private void assertConvolution(DType activation, DType weight, int channels, int outputs, int groups,
            int zeroPoint, int kernel, int... sizes) {
        assertReplayed(convolution(activation, weight, channels, outputs, groups, zeroPoint, kernel, sizes));
    }

    private Window window(int kernel, int axes) {
        int around = kernel / 2;
        return new Window(Collections.nCopies(axes, kernel), Collections.nCopies(axes, 1 + random.nextInt(2)),
                Collections.nCopies(axes, 1), new Padding.Explicit(Collections.nCopies(axes, around),
                        Collections.nCopies(axes, around / 2)));
    }

    private static void assertExact(Case exact) {
        assertFalse(assertReplayed(exact), () -> exact.op() + " saturates");
    }

    /// @return whether anything saturated
    private static boolean assertReplayed(Case replayed) {
        Graph graph = graph(replayed.op(), replayed.operands(), replayed.given());
        Map<String, Tensor> given = new HashMap<>();
        graph.inputs().forEach(
                input -> given.put(input.name(), replayed.operands().get(Integer.parseInt(input.name().substring(2)))));
        Tensor actual = run(new OnnxRuntimeEngine(), graph, given);
        assertEquals(actual, run(SaturatingEngine.replaying(Kernels.ONNXRUNTIME), graph, given),
                () -> replayed.op() + " on " + replayed.operands().getFirst().shape() + ", seed " + SEED);
        return !actual.equals(run(new ReferenceEngine(), graph, given));
    }

    private static Graph graph(Op op, List<Tensor> operands, int... given) {
        List<Input> inputs = new ArrayList<>();
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            int place = i;
            String name = "in" + i;
            names.add(name);
            if (i == 0 || Arrays.stream(given).anyMatch(each -> each == place)) {
                inputs.add(new Input(name, TensorType.of(operands.get(i))));
            } else {
                constants.put(name, operands.get(i));
            }
        }
        return new Graph(inputs, constants, List.of(new Node("node", op, names, List.of("out"))), List.of("out"));
    }

    private static Tensor run(Engine engine, Graph graph, Map<String, Tensor> given) {
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            return session.run(given).get("out");
        }
    }

    private Tensor codes(DType type, int... sizes) {
        Shape shape = Shape.of(sizes);
        byte[] values = new byte[shape.elementCount()];
        random.nextBytes(values);
        return type == DType.U8 ? Tensor.ofU8(shape, values) : Tensor.ofI8(shape, values);
    }

    private Tensor scale() {
        return Tensor.scalar(0.01f + 0.05f * random.nextFloat());
    }

    private Tensor scales(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 0.001f + 0.002f * random.nextFloat();
        }
        return Tensor.of(Shape.of(count), values);
    }

    private Tensor zero(DType type) {
        return Tensor.ofLongs(type, Shape.SCALAR, random.nextInt(256) + type.min());
    }

    private static long[] repeated(int count, long value) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return values;
    }
}
