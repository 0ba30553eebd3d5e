package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Integer products whose results are reals: what follows them is done to reals, not to codes.
class IntegerHeadsTest {
    private static final int TERMS = 40;
    private static final int COLUMNS = 11;

    @ParameterizedTest
    @CsvSource({"7, ONNX", "7, ONEDNN", "8, ONNX", "8, ONEDNN"})
    void applyWhatFollowsToReals(int bits, Contract contract) {
        for (Op activation : List.of(new Relu(), new LeakyRelu(0.1f), new Sigmoid(), new Tanh(), new HardSwish(),
                new HardSigmoid(0.2f, 0.5f), new Clip())) {
            Random random = new Random(71);
            Map<String, Tensor> constants = new LinkedHashMap<>();
            constants.put("scale", Tensor.scalar(0.03f));
            constants.put("zero", Cases.code(DType.U8, 77));
            byte[] codes = new byte[TERMS * COLUMNS];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) (random.nextInt(1 << bits) - (1 << bits - 1));
            }
            constants.put("w", Tensor.ofI8(Shape.of(COLUMNS, TERMS), codes));
            constants.put("w_scale", Cases.scales(random, COLUMNS));
            constants.put("w_zero", Cases.zeroPoints(COLUMNS, 0));
            constants.put("bias", Cases.sums(random, COLUMNS));
            constants.put("low", Tensor.scalar(-0.7f));
            constants.put("high", Tensor.scalar(0.4f));
            List<String> operands = activation instanceof Clip ? List.of("s", "low", "high") : List.of("s");
            Graph graph = new Graph(List.of(new Input("x", TensorType.of(DType.U8, Shape.N, TERMS))), constants,
                    List.of(new Node("head", new QGemm(true, contract),
                            List.of("x", "scale", "zero", "w", "w_scale", "w_zero", "bias"), List.of("s")),
                            new Node("act", activation, operands, List.of("y"))),
                    List.of("y"));
            Map<String, Tensor> x = Map.of("x", Cases.codes(random, DType.U8, 5, TERMS));
            try (Session reference = new ReferenceEngine().open(graph, SessionOptions.DEFAULT);
                    Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
                float[] expected = reference.run(x).get("y").floats();
                float[] actual = session.run(x).get("y").floats();
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], actual[i], 1e-5 * Math.max(1, Math.abs(expected[i])),
                            activation + " at " + i);
                }
            }
        }
    }
}
