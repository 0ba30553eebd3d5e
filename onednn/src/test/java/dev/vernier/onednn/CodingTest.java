package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Quantize;
import dev.vernier.graph.op.TensorType;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodingTest {
    private static final float[] SCALES = {0.1f, 1f / 3, 0.00392157f, 1, 7.5f, 1e-30f, 3e30f};

    @Test
    void quantizesAsTheOperatorDoes() {
        for (float scale : SCALES) {
            for (long zeroPoint : new long[] {0, 1, 127, 255}) {
                Cases.assertExact(Quantize.perTensor(DType.U8), 1,
                        awkward(scale), Tensor.scalar(scale), Cases.code(DType.U8, zeroPoint));
                Cases.assertExact(Quantize.perTensor(DType.I8), 1,
                        awkward(scale), Tensor.scalar(scale), Cases.code(DType.I8, zeroPoint - 128));
            }
        }
    }

    @Test
    void dequantizesAsTheOperatorDoes() {
        Random random = new Random(1);
        for (float scale : SCALES) {
            Cases.assertExact(Dequantize.PER_TENSOR, 1,
                    Cases.codes(random, DType.U8, 3, 5, 7), Tensor.scalar(scale), Cases.code(DType.U8, 131));
            Cases.assertExact(Dequantize.PER_TENSOR, 1,
                    Cases.codes(random, DType.I8, 3, 5, 7), Tensor.scalar(scale), Cases.code(DType.I8, -7));
        }
    }

    @Test
    void fakeQuantizesWithoutStoringTheCodes() {
        for (float scale : SCALES) {
            for (int zeroPoint : new int[] {0, 3, 128, 255}) {
                Tensor x = awkward(scale);
                Graph graph = roundTrip(x, scale, zeroPoint);
                assertEquals(run(new ReferenceEngine(), graph, x, Set.of()),
                        run(new OneDnnEngine(), graph, x, Set.of()));
            }
        }
    }

    @Test
    void keepsCodesThatAreTapped() {
        Tensor x = awkward(0.1f);
        Graph graph = roundTrip(x, 0.1f, 3);
        assertEquals(run(new ReferenceEngine(), graph, x, Set.of("codes")),
                run(new OneDnnEngine(), graph, x, Set.of("codes")));
    }

    @Test
    void namesTheTensorThatHoldsNaN() {
        Tensor x = Tensor.of(Shape.of(1, 3), 1, Float.NaN, 2);
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class,
                () -> run(new OneDnnEngine(), roundTrip(x, 0.1f, 3), x, Set.of()));
        assertTrue(thrown.getMessage().contains("'x'") && thrown.getMessage().contains("NaN"), thrown.getMessage());
    }

    private static Graph roundTrip(Tensor x, float scale, int zeroPoint) {
        return new Graph(List.of(new Input("x", TensorType.of(x))),
                Map.of("scale", Tensor.scalar(scale), "zero", Cases.code(DType.U8, zeroPoint)),
                List.of(Node.of("codes", Quantize.perTensor(DType.U8), "x", "scale", "zero"),
                        Node.of("reals", Dequantize.PER_TENSOR, "codes", "scale", "zero")),
                List.of("reals"));
    }

    private static Map<String, Tensor> run(Engine engine, Graph graph, Tensor x, Set<String> taps) {
        try (Session session = engine.open(graph, SessionOptions.DEFAULT.withTaps(taps))) {
            return session.run(Map.of("x", x));
        }
    }

    /// Ties, near ties, infinities, and what saturates.
    private static Tensor awkward(float scale) {
        int count = 3 * 5 * 7 * 9;
        float[] values = new float[count];
        Random random = new Random(7);
        for (int i = 0; i < count; i++) {
            float tie = (random.nextInt(600) - 300 + 0.5f) * scale;
            values[i] = switch (i % 4) {
                case 0 -> tie;
                case 1 -> Math.nextUp(tie);
                case 2 -> Math.nextDown(tie);
                default -> (float) random.nextGaussian() * 100 * scale;
            };
        }
        values[0] = Float.POSITIVE_INFINITY;
        values[1] = Float.NEGATIVE_INFINITY;
        values[2] = -0f;
        values[3] = Float.MAX_VALUE;
        values[5] = -Float.MAX_VALUE;
        return Tensor.of(Shape.of(3, 5, 7, 9), values);
    }
}
