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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Integer layers with what is done to their codes before these are stored: the same codes as one after the other.
@ParameterizedClass
@ValueSource(ints = {7, 8})
class CodeFusionTest {
    /// Seven are what no CPU's kernels saturate on.
    @Parameter
    int bits;

    private static final int CHANNELS = 16;

    private final Random random = new Random(61);
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private DType type = DType.U8;
    private int zeroPoint = 0;

    @ParameterizedTest
    @CsvSource({"U8, 0", "U8, 117", "I8, 0", "I8, -31", "I8, -128"})
    void addsToAConvolutionsCodesInOneStep(DType codes, int zero) {
        type = codes;
        zeroPoint = zero;
        conv("a", "x");
        conv("b", "x");
        add("y", "b", "a");
        assertEquals(2, executions("y", Set.of()));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"U8", "I8"})
    void boundsWhatWasAdded(DType codes) {
        type = codes;
        zeroPoint = 20;
        conv("a", "x");
        conv("b", "x");
        add("y", "b", "a");
        clip("z", "y");
        assertEquals(2, executions("z", Set.of()));
    }

    @Test
    void boundsAConvolutionsCodesInOneStep() {
        zeroPoint = 9;
        conv("a", "x");
        clip("z", "a");
        assertEquals(1, executions("z", Set.of()));
    }

    @Test
    void addsToWhatTheConvolutionItselfReads() {
        conv("a", "x");
        conv("b", "a");
        add("y", "b", "a");
        assertEquals(2, executions("y", Set.of()));
    }

    @Test
    void addsToTheInput() {
        conv("a", "x");
        add("y", "a", "x");
        conv("b", "y");
        add("z", "b", "x");
        assertEquals(2, executions("z", Set.of()));
    }

    @Test
    void addsToWhatIsReadAgainLater() {
        conv("a", "x");
        conv("b", "a");
        add("y", "b", "a");
        conv("c", "y");
        add("z", "c", "a");
        assertEquals(3, executions("z", Set.of()));
    }

    @Test
    void addsToWhatIsTapped() {
        conv("a", "x");
        conv("b", "a");
        add("y", "b", "a");
        assertEquals(2, executions("y", Set.of("a")));
    }

    @Test
    void storesWhatIsTappedBeforeItIsAdded() {
        conv("a", "x");
        conv("b", "a");
        add("y", "b", "a");
        assertEquals(3, executions("y", Set.of("b")));
    }

    @Test
    void storesWhatAnotherNodeReads() {
        conv("a", "x");
        conv("b", "a");
        add("y", "b", "a");
        add("z", "y", "b");
        assertEquals(4, executions("z", Set.of()));
    }

    @Test
    void addsATensorToItself() {
        conv("a", "x");
        add("y", "a", "a");
        assertEquals(2, executions("y", Set.of()));
    }

    private void conv(String output, String input) {
        constants.put("w" + output, Tensor.ofI8(Shape.of(CHANNELS, CHANNELS, 3, 3), weights(CHANNELS * CHANNELS * 9)));
        constants.put("b" + output, Tensor.ofI32(Shape.of(CHANNELS), random.ints(CHANNELS, -3000, 3000).toArray()));
        List<String> inputs = new ArrayList<>(coded(input));
        inputs.addAll(List.of("w" + output, "scale", "zero_w"));
        inputs.addAll(coded(output).subList(1, 3));
        inputs.add("b" + output);
        Window window =
                new Window(List.of(3, 3), List.of(1, 1), List.of(1, 1),
                        new Padding.Explicit(List.of(1, 1), List.of(1, 1)));
        nodes.add(new Node(output, new QLinearConv(window, 1, Contract.ONEDNN), inputs, List.of(output)));
    }

    private void add(String output, String left, String right) {
        List<String> inputs = new ArrayList<>(coded(left));
        inputs.addAll(coded(right));
        inputs.addAll(coded(output).subList(1, 3));
        nodes.add(new Node(output, new QLinearAdd(Contract.ONEDNN), inputs, List.of(output)));
    }

    private void clip(String output, String input) {
        constants.put("low", Cases.code(type, type == DType.U8 ? 60 : -20));
        constants.put("high", Cases.code(type, 90));
        nodes.add(new Node(output, new Clip(), List.of(input, "low", "high"), List.of(output)));
    }

    /// The name of a tensor and of its scale and zero point. The scales are round numbers, so that many sums lie on ties.
    private List<String> coded(String name) {
        constants.computeIfAbsent("scale_" + name, absent -> Tensor.scalar((20 + random.nextInt(20)) / 1000f));
        constants.put("zero_" + name, Cases.code(type, zeroPoint));
        return List.of(name, "scale_" + name, "zero_" + name);
    }

    private byte[] weights(int count) {
        byte[] weights = new byte[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (byte) (random.nextInt((1 << bits) - 1) - (1 << bits - 1) + 1);
        }
        return weights;
    }

    /// How many steps compute, after checking that every output and tap is the reference's bit by bit. Reorders are
    /// not counted.
    private long executions(String output, Set<String> taps) {
        constants.put("scale", Tensor.of(Shape.of(CHANNELS), scales()));
        constants.put("zero_w", Tensor.ofI8(Shape.of(CHANNELS), new byte[CHANNELS]));
        Graph graph = new Graph(List.of(new Input("x", TensorType.of(type, Shape.N, CHANNELS, 5, 7))), constants, nodes,
                List.of(output));
        Map<String, Tensor> x = Map.of("x", Cases.codes(random, type, 18, CHANNELS, 5, 7));
        SessionOptions options = SessionOptions.DEFAULT.withTaps(taps);
        try (Session reference = new ReferenceEngine().open(graph, options);
                OneDnnSession session = (OneDnnSession) new OneDnnEngine().open(graph, options)) {
            Map<String, Tensor> expected = reference.run(x);
            assertEquals(expected, session.run(x));
            assertEquals(expected, session.run(x), "a second run");
            return session.plan().steps().stream()
                    .filter(step -> !(step instanceof Primitive.Execution execution && execution.isReorder()))
                    .count();
        }
    }

    private float[] scales() {
        float[] scales = new float[CHANNELS];
        for (int i = 0; i < CHANNELS; i++) {
            scales[i] = 0.002f + 0.004f * random.nextFloat();
        }
        return scales;
    }
}
