package dev.vernier.onednn;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.pairs.PairLayer;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// A program that compares layers of full 8-bit weights with the reference, bit by bit, split and widened, and says where
/// they differ, or where a layer was not computed in the way that it should be.
final class SplitLayers {
    static final String EXACT = "exact";
    static final String NOTHING_TO_SPLIT = "nothing to split";

    /// How many primitives compute a layer.
    private static final int ONE = 1;
    private static final int SPLIT = 2;
    /// The operator itself.
    private static final int NONE = 0;

    private static final SessionOptions OPTIONS = new SessionOptions(2, Set.of());

    private final Random random = new Random(23);
    private final StringBuilder differences = new StringBuilder();

    private SplitLayers() {}

    public static void main(String[] arguments) {
        if (!OneDnnEngine.avoidsSaturation()) {
            System.out.println(NOTHING_TO_SPLIT);
            return;
        }
        SplitLayers layers = new SplitLayers();
        for (DType type : List.of(DType.U8, DType.I8)) {
            for (Contract contract : List.of(Contract.ONNX, Contract.ONEDNN)) {
                for (int zeroPoint : type == DType.U8 ? new int[] {0, 117} : new int[] {-128, 0, 40}) {
                    layers.convolutions(type, contract, zeroPoint);
                    layers.products(type, contract, zeroPoint);
                }
            }
            layers.sums(type);
            layers.fused(type);
        }
        layers.unsplit();
        layers.large();
        System.out.println(layers.differences.isEmpty() ? EXACT : layers.differences);
    }

    private void convolutions(DType type, Contract contract, int zeroPoint) {
        convolution(SPLIT, type, contract, zeroPoint, 3, 24, 1, 3, 3);
        convolution(SPLIT, type, contract, zeroPoint, 8, 8, 1, 1);
        convolution(SPLIT, type, contract, zeroPoint, 17, 8, 1, 1, 1);
        convolution(SPLIT, type, contract, zeroPoint, 16, 24, 2, 3, 3);
        convolution(SPLIT, type, contract, zeroPoint, 6, 4, 2, 2, 3);
        convolution(SPLIT, type, contract, zeroPoint, 1, 16, 1, 3, 3);
        convolution(SPLIT, type, contract, zeroPoint, 5, 10, 5, 3);
        convolution(SPLIT, type, contract, zeroPoint, 3, 3, 3, 2, 2, 2);
        convolution(ONE, type, contract, zeroPoint, 16, 16, 16, 3, 3);
        convolution(ONE, type, contract, zeroPoint, 5, 5, 5, 3, 3);
    }

    private void convolution(int primitives, DType type, Contract contract, int zeroPoint, int channels, int outputs,
            int groups, int... kernel) {
        convolution(primitives, type, contract, zeroPoint, channels, groups,
                Cases.codes(random, DType.I8, sizes(outputs, channels / groups, kernel)), 0);
    }

    private void convolution(int primitives, DType type, Contract contract, int zeroPoint, int channels, int groups,
            Tensor weight, int weightZeroPoint) {
        int outputs = weight.shape().size(0);
        int[] image = new int[weight.shape().rank() - 2];
        Arrays.fill(image, 8);
        compare(primitives, new QLinearConv(padded(weight.shape()), groups, contract),
                Cases.codes(random, type, sizes(2, channels, image)), Tensor.scalar(0.03f), Cases.code(type, zeroPoint),
                weight, Cases.scales(random, outputs), Cases.zeroPoints(outputs, weightZeroPoint), Tensor.scalar(0.7f),
                Cases.code(type, 101), Cases.sums(random, outputs));
    }

    private static int[] sizes(int first, int second, int... others) {
        return IntStream.concat(IntStream.of(first, second), Arrays.stream(others)).toArray();
    }

    private static Window padded(Shape weight) {
        List<Integer> kernel = Arrays.stream(weight.sizes()).skip(2).boxed().toList();
        List<Integer> ones = Collections.nCopies(kernel.size(), 1);
        List<Integer> around = kernel.stream().map(size -> size / 2).toList();
        return new Window(kernel, ones, ones, new Padding.Explicit(around, around));
    }

    private void products(DType type, Contract contract, int zeroPoint) {
        for (int terms : new int[] {7, 64, 131}) {
            compare(SPLIT, new QGemm(true, contract), Cases.codes(random, type, 5, terms), Tensor.scalar(0.03f),
                    Cases.code(type, zeroPoint), Cases.codes(random, DType.I8, 13, terms), Cases.scales(random, 13),
                    Cases.zeroPoints(13, 0), Cases.sums(random, 13), Tensor.scalar(0.7f), Cases.code(type, 101));
        }
        compare(SPLIT, new QLinearMatMul(), Cases.codes(random, type, 2, 5, 31), Tensor.scalar(0.03f),
                Cases.code(type, zeroPoint), Cases.codes(random, DType.I8, 31, 13), Tensor.scalar(0.002f),
                Cases.code(DType.I8, 0), Tensor.scalar(0.7f), Cases.code(type, 101));
    }

    private void sums(DType type) {
        compare(SPLIT, new ConvInteger(Window.of(List.of(3, 3)), 1), Cases.codes(random, type, 2, 5, 7, 7),
                Cases.codes(random, DType.I8, 4, 5, 3, 3), Cases.code(type, 9));
        compare(SPLIT, new MatMulInteger(), Cases.codes(random, type, 9, 67), Cases.codes(random, DType.I8, 67, 10),
                Cases.code(type, 9));
    }

    /// Weights that are not around zero come in as many parts as their largest difference asks for; sums that float32
    /// might round are left to the operator.
    private void large() {
        Shape pair = Shape.of(1, 2, 1, 1);
        convolution(3, DType.U8, Contract.ONNX, 3, 2, 1, Tensor.ofI8(pair, bytes(2, 127)), -64);
        convolution(4, DType.I8, Contract.ONEDNN, 3, 2, 1, Tensor.ofI8(pair, bytes(2, -128)), 127);
        Tensor large = Tensor.ofI8(Shape.of(1, 4608), bytes(4608, 127));
        compare(NONE, new QGemm(true), Tensor.ofU8(Shape.of(1, 4608), bytes(4608, 255)), Tensor.scalar(1f),
                Cases.code(DType.U8, 0), large, Tensor.scalar(1f), Cases.code(DType.I8, 0));
        compare(NONE, new MatMulInteger(), Tensor.ofU8(Shape.of(1, 4608), bytes(4608, 255)),
                large.reshaped(Shape.of(4608, 1)));
    }

    /// What cannot saturate takes oneDNN's kernels as they are, even in sums beyond 2^24.
    private void unsplit() {
        Tensor small = Tensor.ofI8(Shape.of(1100, 1), bytes(1100, 64));
        Tensor x = Tensor.ofU8(Shape.of(1, 1100), bytes(1100, 255));
        compare(ONE, new MatMulInteger(), x, small);
        compare(ONE, new ConvInteger(Window.of(List.of(1)), 1), x.reshaped(Shape.of(1, 1100, 1)),
                small.reshaped(Shape.of(1, 1100, 1)));
    }

    private static byte[] bytes(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /// A convolution with an addition and a clip, as a residual network has them.
    private void fused(DType type) {
        Map<String, Tensor> constants = new LinkedHashMap<>();
        constants.put("w", Cases.codes(random, DType.I8, 16, 16, 3, 3));
        constants.put("w_scale", Cases.scales(random, 16));
        constants.put("w_zero", Cases.zeroPoints(16, 0));
        constants.put("bias", Cases.sums(random, 16));
        constants.put("scale", Tensor.scalar(0.04f));
        constants.put("zero", Cases.code(type, 20));
        constants.put("low", Cases.code(type, 30));
        constants.put("high", Cases.code(type, 90));
        List<Node> nodes = List.of(
                new Node("conv", new QLinearConv(padded(constants.get("w").shape()), 1, Contract.ONEDNN),
                        List.of("x", "scale", "zero", "w", "w_scale", "w_zero", "scale", "zero", "bias"), List.of("a")),
                new Node("add", new QLinearAdd(Contract.ONEDNN),
                        List.of("a", "scale", "zero", "x", "scale", "zero", "scale", "zero"), List.of("b")),
                new Node("clip", new Clip(), List.of("b", "low", "high"), List.of("y")));
        Graph graph = new Graph(List.of(new Input("x", TensorType.of(type, Shape.N, 16, 5, 7))), constants, nodes,
                List.of("y"));
        compare(SPLIT, "a residual addition of " + type, graph, Map.of("x", Cases.codes(random, type, 3, 16, 5, 7)));
    }

    private void compare(int primitives, Op op, Tensor... operands) {
        compare(primitives, op + " of " + Arrays.toString(operands), Cases.graph(op, Arrays.asList(operands), 1),
                Map.of("in0", operands[0]));
    }

    private void compare(int primitives, String what, Graph graph, Map<String, Tensor> x) {
        Tensor expected;
        try (Session reference = new ReferenceEngine().open(graph, OPTIONS)) {
            expected = reference.run(x).values().iterator().next();
        }
        check(what + ", split", primitives, 0, OneDnnEngine.splitting(), graph, x, expected);
        if (PairLayer.isSupported()) {
            boolean isOwn = primitives != ONE;
            check(what + ", widened", isOwn ? 0 : 1, isOwn ? 1 : 0, new OneDnnEngine(), graph, x, expected);
        }
    }

    private void check(String what, int primitives, int layers, OneDnnEngine engine, Graph graph,
            Map<String, Tensor> x, Tensor expected) {
        for (int threads : new int[] {1, 2}) {
            try (OneDnnSession session = (OneDnnSession) engine.open(graph, OPTIONS.withThreads(threads))) {
                if (!expected.equals(session.run(x).values().iterator().next())) {
                    differences.append(what).append(", threads = ").append(threads)
                            .append(": other results than the reference's\n");
                }
                List<Step> steps = session.plan().steps();
                long used = steps.stream().filter(
                        step -> step instanceof Primitive.Execution execution && !execution.isReorder()).count();
                long own = steps.stream().filter(ExactLayer.class::isInstance).count();
                if (used != primitives || own != layers) {
                    differences.append(what).append(": ").append(used).append(" primitives and ").append(own)
                            .append(" layers of our own, needed ").append(primitives).append(" and ").append(layers)
                            .append('\n');
                }
            }
        }
    }
}
