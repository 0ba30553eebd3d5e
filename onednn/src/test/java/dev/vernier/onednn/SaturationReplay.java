package dev.vernier.onednn;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.op.Kernels;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.Window;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.SaturatingEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A program that compares oneDNN with the replay of saturating sums, and says where they differ.
final class SaturationReplay {
    static final String EQUAL = "equal";
    static final String EXACT = "exact";

    private final Random random = new Random(11);
    private boolean saturated;

    private SaturationReplay() {}

    /// @param arguments nothing for layers of random codes, or a model
    public static void main(String[] arguments) {
        SaturationReplay replay = new SaturationReplay();
        String difference = arguments.length == 0 ? replay.layers() : replay.model();
        System.out.println(!difference.isEmpty() ? difference : replay.saturated ? EQUAL : EXACT);
    }

    private String layers() {
        StringBuilder differences = new StringBuilder();
        for (int zeroPoint : new int[] {0, 117}) {
            for (int channels : new int[] {3, 16, 17, 32}) {
                for (int kernel : new int[] {1, 3}) {
                    differences.append(convolution(channels, 24, kernel, 1, zeroPoint));
                }
            }
            differences.append(convolution(16, 16, 3, 16, zeroPoint));
            differences.append(convolution(16, 24, 3, 2, zeroPoint));
            for (int terms : new int[] {1, 7, 64, 131}) {
                differences.append(product(DType.U8, terms, zeroPoint));
            }
        }
        differences.append(product(DType.I8, 131, 0));
        differences.append(productOfActivations(DType.U8)).append(productOfActivations(DType.I8));
        return differences.toString();
    }

    private String convolution(int channels, int outputs, int kernel, int groups, int zeroPoint) {
        int around = kernel / 2;
        Window window = new Window(List.of(kernel, kernel), List.of(1, 2), List.of(1, 1),
                new Padding.Explicit(List.of(around, around), List.of(around, 0)));
        return difference(new QLinearConv(window, groups),
                Cases.codes(random, DType.U8, 2, channels, 9, 11), Tensor.scalar(0.03f),
                Cases.code(DType.U8, zeroPoint),
                Cases.codes(random, DType.I8, outputs, channels / groups, kernel, kernel),
                Cases.scales(random, outputs), Cases.zeroPoints(outputs, 0),
                Tensor.scalar(0.7f), Cases.code(DType.U8, 101), Cases.sums(random, outputs));
    }

    private String product(DType type, int terms, int zeroPoint) {
        return difference(new QGemm(true),
                Cases.codes(random, type, 5, terms), Tensor.scalar(0.03f), Cases.code(type, zeroPoint),
                Cases.codes(random, DType.I8, 13, terms), Cases.scales(random, 13), Cases.zeroPoints(13, 0),
                Cases.sums(random, 13), Tensor.scalar(0.7f), Cases.code(type, 101));
    }

    private String productOfActivations(DType right) {
        Graph graph = GraphText.parse("""
                x: u8[n, 5, 64]
                const s: f32[] = 0.5
                const z: u8[] = 119
                const o: %s[] = 9
                t = transpose x {permutation = [0, 2, 1]}
                r = dequantize t, s, z
                b = quantize r, s, o {to = %s}
                y = qlinear_matmul x, s, z, b, s, o
                return y
                """.formatted(right, right));
        return difference("product with " + right, graph, Cases.codes(random, DType.U8, 3, 5, 64));
    }

    private String difference(Op op, Tensor... operands) {
        Graph graph = Cases.graph(op, Arrays.asList(operands), 1);
        return difference(op + " on " + operands[0].shape(), graph, operands[0]);
    }

    private String model() {
        Graph graph = ModelsTest.quantized(ModelsTest.model("resnet20")).integer();
        return difference("resnet20", graph, ModelsTest.samples(3));
    }

    private String difference(String what, Graph graph, Tensor x) {
        Tensor expected = run(SaturatingEngine.replaying(Kernels.ONEDNN), graph, x);
        Tensor actual = run(OneDnnEngine.saturating(), graph, x);
        saturated |= !actual.equals(run(new ReferenceEngine(), graph, x));
        return expected.equals(actual) ? "" : what + ": oneDNN gives other codes than the replay\n";
    }

    private static Tensor run(Engine engine, Graph graph, Tensor x) {
        try (Session session = engine.open(graph, new SessionOptions(3, Set.of()))) {
            return ModelsTest.run(session, graph, x);
        }
    }
}
