package dev.vernier.witness;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import java.util.Set;

/// ONNX Runtime with one of its two sets of int8 kernels on x86. Those that it takes by itself add the products of u8
/// activations and s8 weights in pairs that saturate at 16 bits where the CPU lacks VNNI; the others first move the
/// weights to u8, whose kernels are exact on every CPU. Where nothing saturates the two are the same.
public enum Witness {
    /// Its own choice, which is what people deploy.
    AS_IT_COMES("onnxruntime", "0"),
    /// The session option `session.x64quantprecision`.
    EXACT("onnxruntime-exact", "1");

    private static final String PRECISION = "session.x64quantprecision";

    /// A sum of four products, each the largest that there is: 100 steps of the result. Two pairs that saturate make 51.
    private static final Graph LARGEST_SUMS = GraphText.parse("""
            x: u8[1, 4, 1, 1]
            const w: i8[1, 4, 1, 1] = [127, 127, 127, 127]
            const one: f32[] = 1
            const step: f32[] = 1295.4
            const none: u8[] = 0
            const symmetric: i8[] = 0
            y = qlinear_conv x, one, none, w, one, symmetric, step, none, _ {kernel = [1, 1]}
            return y
            """);

    private static final Tensor LARGEST = Tensor.ofLongs(DType.U8, Shape.of(1, 4, 1, 1), 255, 255, 255, 255);

    private final String id;
    private final String precision;

    Witness(String id, String precision) {
        this.id = id;
        this.precision = precision;
    }

    /// Whether the two give different results here, by trying it: ONNX Runtime asks the CPU in a way of its own.
    ///
    /// @throws LinkageError where its library does not load
    public static boolean differ() {
        return AS_IT_COMES.largestSums() != EXACT.largestSums();
    }

    private long largestSums() {
        try (Session session = new OnnxRuntimeEngine(this).open(LARGEST_SUMS, new SessionOptions(1, Set.of()))) {
            return session.run(Map.of("x", LARGEST)).get("y").longAt(0);
        }
    }

    void configure(OrtSession.SessionOptions options) throws OrtException {
        options.addConfigEntry(PRECISION, precision);
    }

    /// What engines, rungs and options call it.
    @Override
    public String toString() {
        return id;
    }
}
