package dev.vernier.onednn;

import static dev.vernier.onednn.Cases.assertClose;
import static dev.vernier.onednn.Cases.assertExact;
import static dev.vernier.onednn.Cases.codes;
import static dev.vernier.onednn.Cases.reals;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.op.*;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatOpsTest {
    private static final double ROUNDING = 2e-6;
    private static final double APPROXIMATION = 1e-5;

    private final Random random = new Random(42);

    @Test
    void convolvesInOneTwoAndThreeDimensions() {
        assertClose(ROUNDING, new Conv(Window.of(List.of(3)), 1), 1, reals(random, 2, 5, 11), reals(random, 7, 5, 3));
        assertClose(ROUNDING, new Conv(Window.of(List.of(3, 2)), 1), 1,
                reals(random, 3, 3, 9, 8), reals(random, 17, 3, 3, 2), reals(random, 17));
        assertClose(ROUNDING, new Conv(Window.of(List.of(2, 3, 2)), 1), 1,
                reals(random, 2, 3, 5, 6, 7), reals(random, 4, 3, 2, 3, 2), reals(random, 4));
    }

    @Test
    void convolvesWithStridesDilationsGroupsAndUnequalPadding() {
        Window window = new Window(List.of(3, 3), List.of(2, 1), List.of(1, 2),
                new Padding.Explicit(List.of(1, 0), List.of(2, 3)));
        assertClose(ROUNDING, new Conv(window, 1), 1, reals(random, 2, 5, 13, 11), reals(random, 6, 5, 3, 3));
        assertClose(ROUNDING, new Conv(window, 3), 1,
                reals(random, 2, 6, 13, 11), reals(random, 9, 2, 3, 3), reals(random, 9));
        assertClose(ROUNDING, new Conv(window, 5), 1,
                reals(random, 2, 5, 13, 11), reals(random, 5, 1, 3, 3), reals(random, 5));
        Window same = new Window(List.of(4, 3), List.of(2, 2), List.of(1, 1), new Padding.Same(false));
        assertClose(ROUNDING, new Conv(same, 1), 1, reals(random, 1, 3, 10, 9), reals(random, 4, 3, 4, 3));
    }

    @Test
    void transposesConvolutions() {
        assertClose(ROUNDING, new ConvTranspose(Window.of(List.of(3)), 1, List.of(0)), 1,
                reals(random, 2, 5, 11), reals(random, 5, 7, 3));
        Window window = new Window(List.of(3, 2), List.of(2, 3), List.of(1, 2),
                new Padding.Explicit(List.of(1, 0), List.of(2, 3)));
        for (int groups : new int[] {1, 3}) {
            assertClose(ROUNDING, new ConvTranspose(window, groups, List.of(0, 0)), 1,
                    reals(random, 2, 6, 5, 7), reals(random, 6, 17, 3, 2), reals(random, 17 * groups));
            assertClose(ROUNDING, new ConvTranspose(window, groups, List.of(1, 2)), 1,
                    reals(random, 2, 6, 5, 7), reals(random, 6, 4, 3, 2));
        }
        Window bare = new Window(List.of(2, 2), List.of(2, 3), List.of(1, 1), Padding.none(2));
        assertClose(ROUNDING, new ConvTranspose(bare, 1, List.of(1, 0)), 1,
                reals(random, 1, 3, 4, 5), reals(random, 3, 2, 2, 2));
        assertClose(ROUNDING, new ConvTranspose(bare, 4, List.of(0, 0)), 2,
                reals(random, 2, 4, 1, 1), reals(random, 4, 1, 2, 2));
        assertClose(ROUNDING, new ConvTranspose(Window.of(List.of(2, 3, 2)), 1, List.of(0, 0, 0)), 1,
                reals(random, 2, 3, 4, 5, 3), reals(random, 3, 4, 2, 3, 2), reals(random, 4));
    }

    @Test
    void convolvesWithWindowsThatLieInThePaddingAlone() {
        Window beside = new Window(List.of(2, 1), List.of(2, 2), List.of(1, 2), padding(1));
        assertClose(ROUNDING, new Conv(beside, 1), 1, reals(random, 3, 3, 1, 1), reals(random, 16, 3, 2, 1),
                reals(random, 16));
        Window around = new Window(List.of(2, 2), List.of(1, 1), List.of(2, 2), padding(1));
        assertClose(ROUNDING, new Conv(around, 1), 1, reals(random, 3, 3, 1, 1), reals(random, 16, 3, 2, 2));
    }

    @Test
    void convolvesEachChannelWithWindowsBeyondBothEndsOfTheInput() {
        Window dilated = new Window(List.of(3, 3), List.of(3, 1), List.of(2, 2), padding(1));
        assertClose(ROUNDING, new Conv(dilated, 8), 1, reals(random, 3, 8, 4, 3), reals(random, 8, 1, 3, 3));
        Window large = new Window(List.of(3, 4), List.of(3, 2), List.of(1, 1), padding(1));
        assertClose(ROUNDING, new Conv(large, 8), 1, reals(random, 3, 8, 4, 3), reals(random, 8, 1, 3, 4));
    }

    /// The stride of an axis of size 1 says nothing, and kernels must not take it for something.
    @Test
    void readsTransposedTensorsWithAxesOfSizeOne() {
        assertAgrees("""
                x: f32[n, 4, 4, 8]
                const w: f32[4, 1, 2, 1] = random 1
                const c: f32[] = 0.5
                t2 = conv x, w {kernel = [2, 1], stride = [2, 1], groups = 4}
                t5 = max_pool t2 {kernel = [2, 1], stride = [3, 2]}
                t6 = transpose t5 {permutation = [0, 3, 2, 1]}
                t8 = sub t6, c
                y = global_average_pool t8
                return y
                """, 3, 4, 4, 8);
    }

    @Test
    void readsPaddedTensorsWithAxesOfSizeOne() {
        assertAgrees("""
                x: f32[n, 1, 1, 2]
                const w: f32[1, 1, 1, 1] = [1.5]
                const pads: i64[8] = [0, 1, 0, 0, 0, 1, 0, 0]
                const scale: f32[] = 0.25
                const zero: u8[] = 3
                c = conv x, w {kernel = [1, 1]}
                p = pad c, pads
                q = quantize p, scale, zero {axis = 0}
                y = dequantize q, scale, zero {axis = 0}
                return y
                """, 3, 1, 1, 2);
    }

    @Test
    void normalizesChannelsOfOnePosition() {
        for (int channels : new int[] {4, 8, 33}) {
            for (int[] shape : new int[][] {{3, channels}, {3, channels, 1}, {3, channels, 1, 1}}) {
                assertClose(ROUNDING, new BatchNorm(1e-3f), 1, reals(random, shape), reals(random, channels),
                        reals(random, channels), reals(random, channels),
                        Tensor.of(Shape.of(channels), ones(channels)));
            }
        }
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Padding padding(int amount) {
        return new Padding.Explicit(List.of(amount, amount), List.of(amount, amount));
    }

    @Test
    void convolvesWithWeightsThatAreSamples() {
        assertClose(ROUNDING, new Conv(Window.of(List.of(3, 3)), 1), 2, reals(random, 2, 3, 7, 7),
                reals(random, 4, 3, 3, 3));
    }

    @Test
    void multipliesMatrices() {
        assertClose(ROUNDING, new Gemm(1, 1, false, true), 1, reals(random, 5, 33), reals(random, 10, 33),
                reals(random, 10));
        assertClose(ROUNDING, new Gemm(1, 1, false, false), 1, reals(random, 5, 33), reals(random, 33, 10));
        assertClose(ROUNDING, new Gemm(0.5f, 2, true, false), 1,
                reals(random, 33, 5), reals(random, 33, 10), reals(random, 5, 10));
        assertClose(ROUNDING, new MatMul(), 1, reals(random, 2, 3, 5, 7), reals(random, 7, 4));
        assertClose(ROUNDING, new MatMul(), 2, reals(random, 2, 3, 5, 7), reals(random, 1, 3, 7, 4));
        assertClose(ROUNDING, new MatMul(), 2, reals(random, 7), reals(random, 7, 4));
    }

    @Test
    void pools() {
        Window window = new Window(List.of(3, 2), List.of(2, 2), List.of(1, 1),
                new Padding.Explicit(List.of(1, 0), List.of(1, 1)));
        for (boolean ceil : new boolean[] {false, true}) {
            assertExact(new MaxPool(window, ceil, false), 1, reals(random, 2, 5, 8, 7));
            assertClose(ROUNDING, new AveragePool(window, ceil, false), 1, reals(random, 2, 5, 8, 7));
            assertClose(ROUNDING, new AveragePool(window, ceil, true), 1, reals(random, 2, 5, 8, 7));
        }
        Window dilated = new Window(List.of(2, 2), List.of(1, 1), List.of(2, 2), Padding.none(2));
        assertExact(new MaxPool(dilated, false, false), 1, reals(random, 2, 17, 8, 7));
        assertExact(new MaxPool(dilated, false, false), 1, Cases.codes(random, DType.U8, 2, 17, 8, 7));
        assertExact(new MaxPool(dilated, false, false), 1, Cases.codes(random, DType.I8, 2, 17, 8, 7));
        assertExact(new GlobalMaxPool(), 1, reals(random, 2, 5, 8, 7));
        assertExact(new ReduceMax(true, false), 1, reals(random, 2, 5, 8, 7), Tensor.vector(1, -1));
        assertExact(new ReduceMax(false, false), 1, reals(random, 2, 5, 8, 7), Tensor.vector(2));
        assertExact(new ReduceMax(true, false), 1, Cases.codes(random, DType.U8, 2, 5, 7), Tensor.vector(1));
        assertExact(new ReduceMax(false, false), 1, Cases.codes(random, DType.I8, 2, 5, 7), Tensor.vector(1, 2));
        assertExact(new ReduceMax(true, false), 1, Tensor.of(Shape.of(2, 3), Float.NaN, 1, 2, 3, Float.NaN, 4),
                Tensor.vector(1));
        assertExact(new ReduceMax(true, false), 1, Tensor.of(Shape.of(1, 3), 1, 2, Float.NaN), Tensor.vector(1));
        assertClose(ROUNDING, new GlobalAveragePool(), 1, reals(random, 2, 5, 8, 7));
        assertClose(ROUNDING, new GlobalAveragePool(), 1, reals(random, 2, 5, 9));
    }

    @Test
    void activates() {
        for (Op op : List.of(new Relu(), new LeakyRelu(0.1f), new Sigmoid(), new Tanh(), new HardSigmoid(0.2f, 0.5f),
                new HardSwish(), new Exp(), new Erf(),
                new Gelu(Gelu.Approximation.NONE), new Gelu(Gelu.Approximation.TANH), new Elu(0.5f),
                new ThresholdedRelu(0.5f))) {
            assertClose(APPROXIMATION, op, 1, reals(random, 3, 5, 7));
            assertClose(APPROXIMATION, op, 1, reals(random));
        }
        assertExact(new Clip(), 1, reals(random, 3, 5, 7), Tensor.scalar(-0.5f), Tensor.scalar(0.75f));
        assertExact(new Clip(), 1, reals(random, 3, 5, 7), null, Tensor.scalar(0.75f));
        assertExact(new Clip(), 1, Cases.codes(random, DType.U8, 3, 5, 7),
                Cases.code(DType.U8, 5), Cases.code(DType.U8, 200));
    }

    @Test
    void computesFunctionsWithoutAttributes() {
        for (Pointwise.Kind kind : Pointwise.Kind.values()) {
            float[] positive = reals(random, 3, 5, 7).floats();
            for (int i = 0; i < positive.length; i++) {
                positive[i] = 0.1f + 0.8f * random.nextFloat() + (kind == Pointwise.Kind.ACOSH ? 1 : 0);
            }
            assertClose(APPROXIMATION, new Pointwise(kind), 1, Tensor.of(Shape.of(3, 5, 7), positive));
        }
        Tensor ties = Tensor.of(Shape.of(7), -2.5f, -1.5f, -0.5f, -0.0f, 0.5f, 1.5f, 2.5f);
        for (Pointwise.Kind kind : List.of(Pointwise.Kind.ABS, Pointwise.Kind.NEG, Pointwise.Kind.SIGN,
                Pointwise.Kind.CEIL, Pointwise.Kind.FLOOR, Pointwise.Kind.ROUND)) {
            assertExact(new Pointwise(kind), 1, reals(random, 3, 5, 7));
            assertClose(0, new Pointwise(kind), 1, ties);
        }
        for (float exponent : new float[] {2, 0.5f, -1, 3}) {
            assertClose(APPROXIMATION, new Pow(), 1, Tensor.of(Shape.of(3), 0.5f, 2, 3), Tensor.scalar(exponent));
        }
        assertClose(APPROXIMATION, new Pow(), 1, Tensor.of(Shape.of(3), -0.5f, 2, 3), Tensor.scalar(3));
        assertClose(APPROXIMATION, new Pow(), 2, Tensor.of(Shape.of(2, 1), 2, 3), Tensor.of(Shape.of(2), 2, -1));
    }

    @Test
    void bendsBelowZeroByOneSlopeOrMany() {
        assertExact(new PRelu(), 1, reals(random, 2, 5, 3), Tensor.scalar(0.25f));
        assertExact(new PRelu(), 1, reals(random, 2, 5, 3), reals(random, 5, 1));
        assertExact(new PRelu(), 2, reals(random, 2, 5, 3), reals(random, 2, 1, 1));
    }

    @Test
    void normalizesByNeighbouringChannels() {
        for (int size : new int[] {1, 2, 3, 5, 9}) {
            assertClose(APPROXIMATION, new LocalResponseNorm(size, 0.5f, 0.75f, 2), 1, reals(random, 2, 7, 3, 5));
        }
        assertClose(APPROXIMATION, new LocalResponseNorm(3, 1e-4f, 0.5f, 1), 1, reals(random, 2, 7));
    }

    @Test
    void combinesTensorsThatBroadcast() {
        for (Op op : List.of(new Add(), new Sub(), new Mul(), new Div(), new Max(), new Min())) {
            assertExact(op, 2, reals(random, 3, 5, 7), reals(random, 3, 5, 7));
            assertExact(op, 2, reals(random, 3, 5, 7), reals(random, 5, 1));
            assertExact(op, 2, reals(random, 5, 1), reals(random, 3, 5, 7));
            assertExact(op, 1, reals(random, 3, 5, 7), reals(random));
            assertExact(op, 2, reals(random, 3, 1, 7), reals(random, 1, 5, 1));
        }
    }

    @Test
    void normalizes() {
        Tensor variance = Tensor.of(Shape.of(5), 0.1f, 1, 2, 3, 4);
        assertClose(ROUNDING, new BatchNorm(1e-5f), 1, reals(random, 2, 5, 3, 3), reals(random, 5), reals(random, 5),
                reals(random, 5), variance);
        assertClose(ROUNDING, new Softmax(1), 1, reals(random, 3, 5, 7));
        assertClose(ROUNDING, new Softmax(-1), 1, reals(random, 3, 10));
        assertClose(ROUNDING, new LogSoftmax(1), 1, reals(random, 3, 5, 7));
        assertClose(ROUNDING, new LogSoftmax(-1), 1, reals(random, 3, 10));
        assertClose(ROUNDING, new LayerNorm(-1, 1e-5f), 1, reals(random, 2, 5, 17), reals(random, 17),
                reals(random, 17));
        assertClose(ROUNDING, new LayerNorm(1, 1e-5f), 1, reals(random, 2, 5, 17), reals(random, 5, 17));
        assertClose(ROUNDING, new LayerNorm(1, 1e-5f), 1, reals(random, 2, 5, 17), reals(random, 5, 1), reals(random));
        assertClose(ROUNDING, new LayerNorm(-1, 1e-5f), 2, reals(random, 3, 7), reals(random, 7));
        assertClose(ROUNDING, new GroupNorm(2, 1e-5f), 1, reals(random, 3, 6, 5, 7), reals(random, 6),
                reals(random, 6));
        assertClose(ROUNDING, new GroupNorm(3, 1e-5f), 1, reals(random, 2, 9, 11), reals(random, 9), reals(random, 9));
        assertClose(ROUNDING, new GroupNorm(1, 1e-5f), 3, reals(random, 3, 3, 5), reals(random, 3), reals(random, 3));
    }

    @Test
    void keepsNaN() {
        Tensor x = Tensor.of(Shape.of(2, 2), Float.NaN, 1, 2, 3);
        Tensor ones = Tensor.of(Shape.of(2), 1, 1);
        for (Op op : List.of(new Gelu(Gelu.Approximation.NONE), new Gelu(Gelu.Approximation.TANH),
                new ReduceMax(true, false), new LocalResponseNorm(1, 1, 1, 1), new Elu(1), new Pow(), new Max(),
                new Min(),
                new PRelu())) {
            assertKeepsNaN(op, op instanceof Pow || op instanceof Max || op instanceof Min || op instanceof PRelu
                    ? new Tensor[] {x, x}
                    : new Tensor[] {x});
        }
        for (Op op : List.of(new Max(), new Min())) {
            assertKeepsNaN(op, x, Tensor.of(Shape.of(2, 2), 1, Float.NaN, 2, 3));
            assertKeepsNaN(op, x, Tensor.scalar(1));
        }
        for (Pointwise.Kind kind : Pointwise.Kind.values()) {
            assertKeepsNaN(new Pointwise(kind), x);
        }
        assertKeepsNaN(new LayerNorm(-1, 1e-5f), x, ones, ones);
        assertKeepsNaN(new GroupNorm(1, 1e-5f), x, ones, ones);
        assertKeepsNaN(new ConvTranspose(Window.of(List.of(1)), 1, List.of(0)), x.reshaped(Shape.of(2, 2, 1)),
                Tensor.of(Shape.of(2, 1, 1), 1, 1));
    }

    private static void assertKeepsNaN(Op op, Tensor... operands) {
        Graph graph = Cases.graph(op, List.of(operands), 1);
        Tensor expected = Cases.run(new ReferenceEngine(), graph, List.of(operands));
        Tensor actual = Cases.run(new OneDnnEngine(), graph, List.of(operands));
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(Float.isNaN(expected.floatAt(i)), Float.isNaN(actual.floatAt(i)), op + " at " + i);
        }
    }

    @Test
    void movesElements() {
        assertExact(new Transpose(List.of(0, 3, 1, 2)), 1, reals(random, 2, 3, 5, 7));
        assertExact(new Transpose(List.of()), 1, reals(random, 2, 3));
        assertExact(new Slice(), 1, reals(random, 2, 6, 9, 8), Tensor.vector(1, -7), Tensor.vector(100, -1),
                Tensor.vector(1, 2), Tensor.vector(2, 3));
        for (int side : new int[] {15, 16, 17}) {
            assertExact(new Slice(), 1, reals(random, 2, 3, side, side), Tensor.vector(0, 0),
                    Tensor.vector(1L << 62, 1L << 62), Tensor.vector(2, 3), Tensor.vector(2, 2));
            assertExact(new Slice(), 1, reals(random, 2, 5, side, side), Tensor.vector(1, 2), Tensor.vector(side, side),
                    Tensor.vector(1, 3), Tensor.vector(3, 5));
        }
        assertExact(new Slice(), 1, reals(random, 2, 6, 9, 8), Tensor.vector(8), Tensor.vector(9), Tensor.vector(2),
                Tensor.vector(Long.MAX_VALUE));
        assertExact(new Slice(), 1, codes(random, DType.U8, 2, 7, 7), Tensor.vector(0), Tensor.vector(7),
                Tensor.vector(1), Tensor.vector(3));
        assertExact(new Slice(), 1, reals(random, 5), Tensor.vector(3), Tensor.vector(0), null, Tensor.vector(-1));
        assertExact(new Pad(Pad.Mode.CONSTANT), 1, reals(random, 2, 3, 5, 4), Tensor.vector(0, 2, 1, 0, 0, 3, 0, 2));
        assertExact(new Pad(Pad.Mode.CONSTANT), 1, Cases.codes(random, DType.U8, 2, 3, 5, 4),
                Tensor.vector(0, 2, 1, 0, 0, 3, 0, 2), Cases.code(DType.U8, 201));
        assertExact(new Pad(Pad.Mode.REFLECT), 1, reals(random, 2, 3, 5, 4), Tensor.vector(0, 0, 1, 0, 0, 0, 0, 2));
        assertExact(new Concat(1), 3, reals(random, 2, 3, 5), reals(random, 2, 1, 5), reals(random, 2, 4, 5));
        assertExact(new Flatten(1), 1, reals(random, 2, 3, 5));
        assertExact(new Reshape(false), 1, reals(random, 2, 3, 5), Tensor.vector(5, -1));
        assertExact(new Gather(0), 2, reals(random, 4, 3), Tensor.vector(3, 0, -1));
        assertExact(new Tile(), 1, reals(random, 4, 3), Tensor.vector(1, 3));
    }

    private void assertAgrees(String text, int... sizes) {
        Graph graph = GraphText.parse(text);
        Map<String, Tensor> x = Map.of("x", reals(random, sizes));
        try (Session reference = new ReferenceEngine().open(graph, SessionOptions.DEFAULT);
                Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
            assertArrayEquals(reference.run(x).get("y").floats(), session.run(x).get("y").floats(), 1e-5f);
        }
    }
}
