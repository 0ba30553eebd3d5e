package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Input;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Small networks of every wiring that quantization meets, with what is needed to quantize and run them.
public final class Networks {
    /// A residual block between a convolution with a clip and a pooled classifier.
    public static final String RESIDUAL = """
            x: f32[n, 3, 9, 9]
            const w1: f32[5, 3, 3, 3] = random 1
            const b1: f32[5] = random 2
            const low: f32[] = 0.0
            const high: f32[] = 0.75
            const w2: f32[5, 5, 3, 3] = random 3
            const w3: f32[4, 5] = random 4
            const b3: f32[4] = random 5
            c1 = conv x, w1, b1 {kernel = [3, 3], padding = [1, 1]}
            k1 = clip c1, low, high
            c2 = conv k1, w2 {kernel = [3, 3], padding = [1, 1]}
            s = add c2, k1
            r = relu s
            m = max_pool r {kernel = [2, 2], stride = [2, 2]}
            g = global_average_pool m
            f = flatten g
            y = gemm f, w3, b3 {transpose_b = true}
            return y
            """;

    /// The largest codes over an axis, and copies of codes, between two convolutions.
    public static final String SELECTS = """
            x: f32[n, 2, 6, 5]
            const w1: f32[3, 2, 3, 3] = random 1
            const w2: f32[4, 3, 1, 1] = random 2
            const axes: i64[1] = [3]
            const repeats: i64[4] = [1, 1, 2, 3]
            a = conv x, w1 {kernel = [3, 3]}
            m = reduce_max a, axes
            t = tile m, repeats
            z = conv t, w2 {kernel = [1, 1]}
            return z
            """;

    /// Movements of codes, two branches of other ranges joined, and an operator without integer form in the middle.
    public static final String MOVES = """
            x: f32[n, 2, 8, 8]
            const w1: f32[3, 2, 1, 1] = random 1
            const w2: f32[3, 2, 3, 3] = random 2
            const w3: f32[4, 6, 1, 1] = random 3
            const pads: i64[8] = [0, 0, 1, 1, 0, 0, 1, 1]
            const starts: i64[2] = [0, 0]
            const ends: i64[2] = [6, 6]
            const axes: i64[2] = [2, 3]
            p = pad x, pads
            a = conv p, w1 {kernel = [1, 1]}
            b = conv p, w2 {kernel = [3, 3], padding = [1, 1]}
            h = sigmoid b
            j = concat a, h {axis = 1}
            t = slice j, starts, ends, axes
            q = average_pool t {kernel = [2, 2], stride = [2, 2]}
            z = conv q, w3 {kernel = [1, 1]}
            return z
            """;

    /// Two heads of attention over the patches of an image: products of two activations whose results stay float, and one
    /// whose result has codes behind a ReLU, beside products with matrices.
    public static final String ATTENTION = """
            x: f32[n, 2, 6, 6]
            const w1: f32[8, 2, 2, 2] = random 1
            const wq: f32[8, 8] = random 2
            const bq: f32[8] = random 3
            const wk: f32[8, 8] = random 4
            const wv: f32[8, 8] = random 5
            const wo: f32[8, 8] = random 6
            const wy: f32[8, 4] = random 7
            const half: f32[] = 0.5
            const tokens: i64[3] = [0, 8, 9]
            const heads: i64[4] = [0, 9, 2, 4]
            const joined: i64[3] = [0, 9, 8]
            const axes: i64[1] = [1]
            c = conv x, w1 {kernel = [2, 2], stride = [2, 2]}
            f = reshape c, tokens
            t = transpose f {permutation = [0, 2, 1]}
            mq = matmul t, wq
            aq = add mq, bq
            hq = reshape aq, heads
            q = transpose hq {permutation = [0, 2, 1, 3]}
            mk = matmul t, wk
            hk = reshape mk, heads
            k = transpose hk {permutation = [0, 2, 3, 1]}
            mv = matmul t, wv
            hv = reshape mv, heads
            v = transpose hv {permutation = [0, 2, 1, 3]}
            s1 = matmul q, k
            d = mul s1, half
            p = softmax d
            a = matmul p, v
            r = relu a
            e = matmul p, r
            m = transpose e {permutation = [0, 2, 1, 3]}
            j = reshape m, joined
            o = matmul j, wo
            u = add o, t
            z = reduce_mean u, axes {keep_axes = false}
            y = matmul z, wy
            return y
            """;

    /// Qconfigs that each change one thing, by what that is.
    public static final Map<String, QConfig> CONFIGS = configs();

    private Networks() {}

    private static Map<String, QConfig> configs() {
        Setting affine = new Setting.Zero(Symmetry.AFFINE);
        Setting symmetric = new Setting.Zero(Symmetry.SYMMETRIC);
        Setting perTensor = new Setting.Grain(Granularity.PER_TENSOR);
        Map<String, QConfig> configs = new LinkedHashMap<>();
        QConfig.PRESETS.forEach(preset -> configs.put(preset.name(), preset));
        configs.put("reduce_range", QConfig.X86.reducedRange());
        configs.put("affine weights per channel", QConfig.X86.reducedRange().withWeights(affine));
        configs.put("affine weights per tensor", QConfig.X86.withWeights(affine, perTensor));
        configs.put("symmetric quint8 activations", QConfig.X86.withActivations(symmetric));
        configs.put("symmetric qint8 activations",
                QConfig.X86.withActivations(symmetric, new Setting.Dtype(CodeType.QINT8)));
        configs.put("qint16 activations", QConfig.X86.withActivations(symmetric, new Setting.Dtype(CodeType.QINT16)));
        configs.put("affine qint16 activations", QConfig.X86.withActivations(new Setting.Dtype(CodeType.QINT16)));
        configs.put("qint4 weights", QConfig.X86.withWeights(new Setting.Dtype(CodeType.QINT4)));
        configs.put("affine qint4 weights by least error", QConfig.X86.withWeights(
                new Setting.Dtype(CodeType.QINT4), affine, new Setting.Covering(RangeRule.MSE)));
        configs.put("powers of two", QConfig.X86.withActivations(new Setting.PowerOfTwo(true))
                .withWeights(new Setting.PowerOfTwo(true)));
        configs.put("one layer in float", QConfig.X86.with(QOverride.inFloat("?1")));
        configs.put("convolutions' results in qint16", QConfig.X86.with(
                QOverride.ofActivations("Conv", new Setting.Dtype(CodeType.QINT16))));
        return configs;
    }

    public static Graph graph(String text) {
        return GraphText.parse(text);
    }

    public static Tensor samples(Graph graph, int n, long seed) {
        Shape shape = graph.inputs().getFirst().type().shape().at(n);
        Random random = new Random(seed);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 2 - 0.7f;
        }
        return Tensor.of(shape, values);
    }

    static Map<String, Tensor> run(Graph graph, Tensor x, Set<String> taps) {
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT.withTaps(taps))) {
            return session.run(Map.of(graph.inputs().getFirst().name(), x));
        }
    }

    public static Tensor output(Graph graph, Tensor x) {
        return run(graph, x, Set.of()).get(graph.outputs().getFirst());
    }

    /// Quantizes by the ranges that 16 samples show.
    public static QuantizedModel quantized(String text, QConfig config) {
        return quantized(graph(text), config);
    }

    public static QuantizedModel quantized(Graph graph, QConfig config) {
        Placement placement = Placement.of(graph, config);
        Map<String, Tensor> seen = new HashMap<>(run(graph, samples(graph, 16, 7), placement.observed().stream()
                .filter(name -> graph.inputs().stream().map(Input::name).noneMatch(name::equals))
                .collect(java.util.stream.Collectors.toSet())));
        seen.put(graph.inputs().getFirst().name(), samples(graph, 16, 7));
        return new QuantizedModel(graph, new Quantizer(graph, placement, config)
                .quantize((name, rule, scheme) -> Optional.ofNullable(seen.get(name)).map(Networks::range)));
    }

    /// From the lowest to the highest of a tensor's values.
    public static Range range(Tensor values) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values.floats()) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new Range(low, high);
    }
}
