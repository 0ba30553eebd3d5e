package dev.vernier.onednn;

import static dev.vernier.onednn.Cases.code;
import static dev.vernier.onednn.Cases.codes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.TensorType;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Products of two tensors of codes that both depend on the samples, on both engines.
class CodeProductsTest {
    private static final List<DType> TYPES = List.of(DType.U8, DType.I8);

    private final Random random = new Random(47);

    /// One product and what stands behind it.
    private record Product(Tensor a, Tensor b, long aZeroPoint, long bZeroPoint, float yScale, Tensor yZeroPoint,
            List<Node> behind) {
        Graph graph() {
            Map<String, Tensor> constants = new LinkedHashMap<>(Map.of("as", Tensor.scalar(0.03f), "az",
                    code(a.dtype(), aZeroPoint), "bs", Tensor.scalar(0.02f), "bz", code(b.dtype(), bZeroPoint),
                    "low", code(yZeroPoint.dtype(), 20), "high", code(yZeroPoint.dtype(), 110)));
            List<String> inputs = new ArrayList<>(List.of("a", "as", "az", "b", "bs", "bz"));
            if (yScale > 0) {
                constants.put("ys", Tensor.scalar(yScale));
                constants.put("yz", yZeroPoint);
                inputs.addAll(List.of("ys", "yz"));
            }
            List<Node> nodes = new ArrayList<>(List.of(new Node("", new QLinearMatMul(), inputs, List.of("y"))));
            nodes.addAll(behind);
            return new Graph(List.of(new Input("a", TensorType.of(a)), new Input("b", TensorType.of(b))), constants,
                    nodes, nodes.getLast().outputs());
        }

        Tensor on(dev.vernier.run.Engine engine) {
            try (Session session = engine.open(graph(), SessionOptions.DEFAULT)) {
                return session.run(Map.of("a", a, "b", b)).values().iterator().next();
            }
        }
    }

    private static void assertExact(Product product) {
        assertEquals(product.on(new ReferenceEngine()), product.on(new OneDnnEngine()), product::toString);
        assertTrue(isKernel(product.graph()), product::toString);
    }

    private static boolean isKernel(Graph graph) {
        try (TimedSteps timed = TimedSteps.of(graph, SessionOptions.DEFAULT)) {
            return timed.steps().stream().noneMatch(step -> step.implementation().equals("java"));
        }
    }

    @Test
    void areThoseOfTheDefinitionForAnyZeroPoints() {
        for (DType left : TYPES) {
            for (DType right : TYPES) {
                for (long aZeroPoint : new long[] {left.min(), 3, 117, left.max()}) {
                    for (long bZeroPoint : new long[] {right.min(), right.min() + 128, right.max()}) {
                        assertExact(product(left, aZeroPoint, right, bZeroPoint, 100));
                        assertExact(product(left, aZeroPoint, right, bZeroPoint, left.min()));
                    }
                }
            }
        }
    }

    private Product product(DType left, long aZeroPoint, DType right, long bZeroPoint, long yZeroPoint) {
        return new Product(codes(random, left, 2, 3, 17, 33), codes(random, right, 2, 3, 33, 19), aZeroPoint,
                bZeroPoint, 0.9f, code(left, Math.max(yZeroPoint, left.min())), List.of());
    }

    @Test
    void areRealWhereNoCodesAreAskedFor() {
        for (DType left : TYPES) {
            for (DType right : TYPES) {
                Tensor a = codes(random, left, 2, 3, 17, 33);
                assertExact(new Product(a, codes(random, right, 2, 3, 33, 19), 100, 70, 0, code(left, 0), List.of()));
                assertExact(new Product(a, codes(random, right, 2, 3, 33, 19), 100, 70, 0, code(left, 0),
                        List.of(Node.of("r", new Relu(), "y"))));
            }
        }
    }

    @Test
    void takeInAClipOfCodes() {
        for (long yZeroPoint : new long[] {0, 30}) {
            assertExact(new Product(codes(random, DType.U8, 4, 5, 64), codes(random, DType.U8, 4, 64, 7), 128, 128,
                    0.9f, code(DType.U8, yZeroPoint), List.of(Node.of("c", new Clip(), "y", "low", "high"))));
        }
    }

    @Test
    void takeMatricesOfAnySizeAndBroadcastTheOthersAxes() {
        int[][][] shapes = {{{1, 1}, {1, 1}}, {{5, 64}, {64, 3}}, {{3, 5, 64}, {64, 3}}, {{5, 64}, {3, 64, 3}},
            {{2, 3, 197, 64}, {2, 3, 64, 197}}, {{2, 3, 49, 49}, {2, 3, 49, 32}}, {{2, 1, 7, 5}, {1, 3, 5, 9}},
            {{2, 4, 1, 33}, {2, 4, 33, 1}}, {{2, 2, 2, 2, 3, 16}, {2, 1, 16, 3}}, {{1, 16, 255}, {1, 255, 257}},
            {{2, 4, 7, 389}, {2, 1, 389, 5}}, {{2, 4, 577}, {2, 577, 9}}, {{3, 1000}, {1000, 4}}};
        for (int[][] shape : shapes) {
            for (DType right : TYPES) {
                Tensor a = codes(random, DType.U8, shape[0]);
                Tensor b = codes(random, right, shape[1]);
                Product coded = new Product(a, b, 119, 7, 2.3f, code(DType.U8, 128), List.of());
                assertEquals(coded.on(new ReferenceEngine()), coded.on(new OneDnnEngine()),
                        () -> Arrays.deepToString(shape) + right);
                Product real = new Product(a, b, 119, 7, 0, code(DType.U8, 128), List.of());
                assertEquals(real.on(new ReferenceEngine()), real.on(new OneDnnEngine()),
                        () -> Arrays.deepToString(shape) + right);
            }
        }
    }

    @Test
    void areExactWhereSumsLeaveWhatFloatHolds() {
        byte[] highest = new byte[4096];
        Arrays.fill(highest, (byte) 255);
        Tensor a = Tensor.ofU8(Shape.of(1, 4096), highest);
        for (int one : new int[] {0, 1, 77}) {
            byte[] other = highest.clone();
            other[5] = (byte) one;
            Product product = new Product(a, Tensor.ofU8(Shape.of(4096, 1), other), 0, 0, 0, code(DType.U8, 0),
                    List.of());
            assertEquals(product.on(new ReferenceEngine()), product.on(new OneDnnEngine()));
        }
    }
}
