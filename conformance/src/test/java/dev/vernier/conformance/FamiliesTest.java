package dev.vernier.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import dev.vernier.witness.OnnxRuntimeEngine;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What families of classifiers are made of, as exporters write it: each gives the same on every engine and in ONNX Runtime,
/// before and after folding, and comes back from its file as it was.
class FamiliesTest {
    private static final double LARGEST_DIFFERENCE = 1e-5;

    private static void assertAgrees(String text) {
        Graph graph = GraphText.parse(text);
        Graph folded = Rewriter.run(graph, Folding.standard()).graph();
        Tensor x = noise(graph.inputs().getFirst().type().shape().at(3));
        Tensor expected = run(new ReferenceEngine(), graph, x);
        for (Engine engine : List.of(new OneDnnEngine(), new OnnxRuntimeEngine(), new ReferenceEngine())) {
            assertClose(engine.name(), expected, run(engine, graph, x));
            assertClose(engine.name() + ", folded", expected, run(engine, folded, x));
        }
        byte[] file = OnnxWriter.toBytes(folded, Map.of());
        assertEquals(GraphText.print(folded), GraphText.print(OnnxReader.parse("written", file).graph()));
    }

    private static Tensor noise(Shape shape) {
        Random random = new Random(7);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }

    private static Tensor run(Engine engine, Graph graph, Tensor x) {
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            return session.run(Map.of(graph.inputs().getFirst().name(), x)).get(graph.outputs().getFirst());
        }
    }

    private static void assertClose(String engine, Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape(), engine);
        double largest = 0;
        double most = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.floatAt(i)));
            most = Math.max(most, Math.abs(expected.floatAt(i) - actual.floatAt(i)));
        }
        double relative = most / largest;
        assertTrue(relative <= LARGEST_DIFFERENCE, engine + " is off by " + relative + ", seed 7");
    }

    /// Swin: windows are cut out of a shifted picture, attend to themselves beside a bias by place, and what the shift has
    /// brought together is masked, the mask made by scattering numbers of regions and comparing them.
    @Test
    void attendsWithinShiftedWindows() {
        assertAgrees("""
                x: f32[n, 4, 4, 8]
                const from: i64[1] = [1]
                const far: i64[1] = [9]
                const zero: i64[1] = [0]
                const down: i64[1] = [1]
                const across: i64[1] = [2]
                const parts: i64[6] = [-1, 2, 2, 2, 2, 8]
                const tokens: i64[3] = [-1, 4, 8]
                const heads: i64[4] = [-1, 4, 2, 4]
                const w: f32[8, 24] = random 1
                const w2: f32[8, 8] = random 2
                const half: f32[] = 0.5
                const bias: f32[2, 4, 4] = random 3
                const none: f32[4, 4] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
                const one: i64[2, 2] = [1, 1, 3, 2]
                const regions: f32[2] = [1, 2]
                const left: i64[3] = [4, 1, 4]
                const right: i64[3] = [4, 4, 1]
                const nothing: f32[] = 0
                const low: f32[] = -100
                const windows: i64[5] = [-1, 4, 2, 4, 4]
                const masks: i64[5] = [1, 4, 1, 4, 4]
                const q0: i64[1] = [0]
                const q1: i64[1] = [8]
                const q2: i64[1] = [16]
                const q3: i64[1] = [24]
                const last: i64[1] = [-1]
                const joined: i64[4] = [-1, 2, 4, 4]
                const picture: i64[6] = [-1, 2, 2, 2, 2, 8]
                const whole: i64[4] = [-1, 4, 4, 8]
                const spatial: i64[2] = [1, 2]
                lower = slice x, from, far, down
                upper = slice x, zero, from, down
                up = concat lower, upper {axis = 1}
                behind = slice up, from, far, across
                before = slice up, zero, from, across
                shifted = concat behind, before {axis = 2}
                six = reshape shifted, parts
                cut = transpose six {permutation = [0, 1, 3, 2, 4, 5]}
                t = reshape cut, tokens
                qkv = matmul t, w
                q4 = slice qkv, q0, q1, last
                k4 = slice qkv, q1, q2, last
                v4 = slice qkv, q2, q3, last
                q5 = reshape q4, heads
                k5 = reshape k4, heads
                v5 = reshape v4, heads
                q = transpose q5 {permutation = [0, 2, 1, 3]}
                k = transpose k5 {permutation = [0, 2, 3, 1]}
                v = transpose v5 {permutation = [0, 2, 1, 3]}
                scaled = mul q, half
                scores = matmul scaled, k
                biased = add scores, bias
                numbered = scatter_nd none, one, regions
                a = reshape numbered, left
                b = reshape numbered, right
                difference = sub a, b
                same = equal difference, nothing
                mask0 = where same, nothing, low
                mask = reshape mask0, masks
                apart = reshape biased, windows
                masked = add apart, mask
                again = reshape masked, joined
                p = softmax again
                o = matmul p, v
                o2 = transpose o {permutation = [0, 2, 1, 3]}
                o3 = reshape o2, tokens
                o4 = matmul o3, w2
                o5 = reshape o4, picture
                o6 = transpose o5 {permutation = [0, 1, 3, 2, 4, 5]}
                y4 = reshape o6, whole
                y = reduce_mean y4, spatial {keep_axes = false}
                return y
                """);
    }

    /// EfficientNet and MobileNetV3: each channel by a gate that the whole picture decides.
    @Test
    void squeezesAndExcites() {
        assertAgrees("""
                x: f32[n, 6, 5, 5]
                const w: f32[2, 6, 1, 1] = random 1
                const b: f32[2] = [0.5, -0.5]
                const u: f32[6, 2, 1, 1] = random 2
                const spatial: i64[2] = [-1, -2]
                m = reduce_mean x, spatial
                d = conv m, w, b {kernel = [1, 1]}
                s = sigmoid d
                e = mul d, s
                g = conv e, u {kernel = [1, 1]}
                h = hard_sigmoid g {alpha = 0.16666667}
                z = mul x, h
                y = reduce_l2 z, spatial {keep_axes = false}
                return y
                """);
    }

    /// ShuffleNet: channels in an order that mixes their groups, after the shape of what came in.
    @Test
    void shufflesChannels() {
        assertAgrees("""
                x: f32[n, 6, 3, 3]
                const w: f32[6, 3, 1, 1] = random 1
                const b: f32[6] = [1, 2, 3, 4, 5, 6]
                const slope: f32[6, 1, 1] = random 2
                const two: i64[1] = [2]
                const all: i64[1] = [-1]
                c = conv x, w, b {kernel = [1, 1], groups = 2}
                r = prelu c, slope
                n0 = shape r {from = 0, to = 1}
                n1 = shape r {from = 1, to = 2}
                rest = shape r {from = 2}
                per = div n1, two
                split = concat n0, two, per, rest {axis = 0}
                whole = concat n0, all, rest {axis = 0}
                g = reshape r, split
                t = transpose g {permutation = [0, 2, 1, 3, 4]}
                s = reshape t, whole
                l = local_response_norm s {size = 3, alpha = 0.5}
                y = global_max_pool l
                return y
                """);
    }

    /// NFNet: weights are standardized while the network runs, from constants alone.
    @Test
    void standardizesWeights() {
        assertAgrees("""
                x: f32[n, 3, 6, 6]
                const w: f32[4, 3, 3, 3] = random 1
                const axes: i64[3] = [1, 2, 3]
                const two: f32[] = 2
                const eps: f32[] = 0.0001
                const gain: f32[4, 1, 1, 1] = random 2
                m = reduce_mean w, axes
                d = sub w, m
                q = pow d, two
                v = reduce_mean q, axes
                e = max v, eps
                r = sqrt e
                i = reciprocal r
                s = mul d, i
                k = mul s, gain
                c = conv x, k {kernel = [3, 3], stride = [2, 2]}
                f = softplus c
                t = tanh f
                a = mul c, t
                y = global_average_pool a
                return y
                """);
    }

    /// Normalization after each other's pattern: by instance, by RMS, with a scale for each layer.
    @Test
    void normalizesInParts() {
        assertAgrees("""
                x: f32[n, 4, 3, 3]
                const ones: f32[4] = [1, 2, 3, 4]
                const zeros: f32[4] = [0, 0, 0, 0]
                const channels: i64[1] = [1]
                const eps: f32[] = 0.00001
                const low: f32[4, 1, 1] = random 5
                i = group_norm x, ones, zeros {groups = 4}
                q = mul i, i
                m = reduce_mean q, channels
                e = add m, eps
                s = sqrt e
                n = div i, s
                a = abs n
                l = log_softmax a {axis = 1}
                b = max l, low
                c = min b, a
                f = floor c
                d = sub c, f
                k = elu d
                y = mish k
                return y
                """);
    }
}
