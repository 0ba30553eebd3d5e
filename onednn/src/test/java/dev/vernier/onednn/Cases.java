package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Op;
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
import java.util.stream.IntStream;

/// One operator on given operands, run by both engines.
final class Cases {
    private Cases() {}

    /// A graph of one node; operands in `samples` are graph inputs, the others constants, null ones absent.
    static Graph graph(Op op, List<Tensor> operands, int samples) {
        return graph(op, operands, IntStream.range(0, samples).boxed().toList());
    }

    /// The same with the operands at these places as graph inputs.
    static Graph graph(Op op, List<Tensor> operands, List<Integer> samples) {
        List<Input> inputs = new ArrayList<>();
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Tensor operand = operands.get(i);
            String name = operand == null ? "" : "in" + i;
            names.add(name);
            if (operand != null && samples.contains(i)) {
                inputs.add(new Input(name, TensorType.of(operand)));
            } else if (operand != null) {
                constants.put(name, operand);
            }
        }
        return new Graph(inputs, constants, List.of(new Node("node", op, names, List.of("out"))), List.of("out"));
    }

    static Tensor run(dev.vernier.run.Engine engine, Graph graph, List<Tensor> operands) {
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            String name = graph.inputs().get(i).name();
            given.put(name, operands.get(Integer.parseInt(name.substring(2))));
        }
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            return session.run(given).get("out");
        }
    }

    /// Both engines give the same bits.
    static void assertExact(Op op, int samples, Tensor... operands) {
        Graph graph = graph(op, list(operands), samples);
        assertEquals(run(new ReferenceEngine(), graph, list(operands)), run(new OneDnnEngine(), graph, list(operands)),
                () -> op.toString());
    }

    /// The same with the operands at these places as graph inputs.
    static void assertExactOf(Op op, List<Integer> samples, Tensor... operands) {
        Graph graph = graph(op, list(operands), samples);
        assertEquals(run(new ReferenceEngine(), graph, list(operands)), run(new OneDnnEngine(), graph, list(operands)),
                () -> op.toString());
    }

    /// Each value differs by at most `tolerance` times the largest magnitude (at least 1).
    static void assertClose(double tolerance, Op op, int samples, Tensor... operands) {
        Graph graph = graph(op, list(operands), samples);
        Tensor expected = run(new ReferenceEngine(), graph, list(operands));
        Tensor actual = run(new OneDnnEngine(), graph, list(operands));
        assertEquals(expected.shape(), actual.shape());
        double largest = 1;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.doubleAt(i)));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.doubleAt(i), actual.doubleAt(i), tolerance * largest, op + " at " + i);
        }
    }

    /// Codes differ by at most one, on at most one percent of the elements.
    static void assertOneCode(Op op, int samples, Tensor... operands) {
        Graph graph = graph(op, list(operands), samples);
        assertOneCode(op.toString(), run(new ReferenceEngine(), graph, list(operands)),
                run(new OneDnnEngine(), graph, list(operands)));
    }

    static void assertOneCode(String what, Tensor expected, Tensor actual) {
        assertEquals(TensorType.of(expected), TensorType.of(actual));
        int apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            long difference = Math.abs(expected.longAt(i) - actual.longAt(i));
            assertTrue(difference <= 1, what + " at " + i + ": " + actual.longAt(i) + ", needed " + expected.longAt(i));
            apart += (int) difference;
        }
        assertTrue(apart * 100 <= expected.size(), what + ": " + apart + " of " + expected.size() + " codes apart");
    }

    private static List<Tensor> list(Tensor... operands) {
        List<Tensor> list = new ArrayList<>();
        for (Tensor operand : operands) {
            list.add(operand);
        }
        return list;
    }

    static Tensor reals(Random random, int... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }

    static Tensor codes(Random random, DType dtype, int... sizes) {
        Shape shape = Shape.of(sizes);
        byte[] values = new byte[shape.elementCount()];
        random.nextBytes(values);
        return dtype == DType.U8 ? Tensor.ofU8(shape, values) : Tensor.ofI8(shape, values);
    }

    /// Small scales of weights.
    static Tensor scales(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 0.001f + 0.002f * random.nextFloat();
        }
        return Tensor.of(Shape.of(count), values);
    }

    /// The same zero point of int8 weights for each of several scales.
    static Tensor zeroPoints(int count, int value) {
        byte[] values = new byte[count];
        Arrays.fill(values, (byte) value);
        return Tensor.ofI8(Shape.of(count), values);
    }

    /// Biases.
    static Tensor sums(Random random, int count) {
        return Tensor.ofI32(Shape.of(count), random.ints(count, -10_000, 10_000).toArray());
    }

    static Tensor code(DType dtype, long value) {
        return Tensor.ofLongs(dtype, Shape.SCALAR, value);
    }
}
