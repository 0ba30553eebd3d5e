package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BiasesTest {
    private static final Cause MISSING = new MissingBias();
    private static final Cause OVERFLOW = new BiasOverflow();

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16})
    void areMissingWhereSomeChannelsAreZero(int channels) {
        QuantizedModel clean = Faulty.clean();
        Tensor bias = clean.graph().constants().get("b2");
        QuantizedModel faulty = Faulty.with(clean, "b2", Faulty.each(bias, i -> i < channels ? 0 : bias.floatAt(i)));
        Subject subject = Faulty.subject(faulty);
        Suspicion found = Faulty.suspicion(MISSING, subject);
        assertEquals(List.of("b2"), found.tensors());
        assertTrue(found.evidence().startsWith(channels + " channels"), found.evidence());
        assertEquals(clean, Faulty.coded(Faulty.repaired(MISSING, subject)));
    }

    @Test
    void areMissingWhereTheLayerHasNone() {
        QuantizedModel clean = Faulty.clean();
        Graph graph = clean.graph();
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.replaceAll(node -> node.input(2).equals("b2")
                ? node.withInputs(List.of(node.input(0), node.input(1)))
                : node);
        QuantizedModel faulty = new QuantizedModel(
                new Graph(graph.inputs(), graph.constants(), nodes, graph.outputs()).pruned(),
                clean.quantization().only(name -> !name.equals("b2")));
        Subject subject = Faulty.subject(faulty);
        assertEquals(List.of("b2"), Faulty.suspicion(MISSING, subject).tensors());
        Tensor x = Networks.samples(graph, 4, 5);
        assertEquals(Networks.output(clean.integer(), x),
                Networks.output(Faulty.repaired(MISSING, subject).integer(), x));
    }

    @Test
    void areNotMissingWhereTheyRoundToZeroOrAreAddedLater() {
        Graph reference = Networks.graph("""
                x: f32[n, 4]
                const w: f32[4, 3] = random 1
                const b: f32[3] = [1.0, 0.5, 0.25]
                y = gemm x, w, b
                return y
                """);
        QuantizedModel later = Faulty.withFloat(Networks.graph("""
                x: f32[n, 4]
                const w: f32[4, 3] = random 1
                const b: f32[3] = [1.0, 0.5, 0.25]
                m = matmul x, w
                y = add m, b
                return y
                """));
        assertEquals(List.of(), MISSING.examine(Faulty.subject(reference, later)));
        QuantizedModel clean = Faulty.clean();
        QuantizedModel coarse = Edits.withActivations(clean, Map.of("r1", QParams.perTensor(
                clean.quantization().parameters().get("r1").codes(), 500, 0)));
        assertEquals(List.of(), MISSING.examine(Faulty.subject(Faulty.coded(coarse))));
    }

    /// One channel with weights that are all but zero and the scale that min/max gives them, as in ONNX Runtime before its
    /// pull request 25278.
    @ParameterizedTest
    @ValueSource(floats = {1e-9f, 1e-12f, 1e-20f})
    void overflowWhereTheScaleOfTheWeightsIsTiny(float size) {
        Map<String, Tensor> constants = new LinkedHashMap<>(Faulty.NETWORK.constants());
        Tensor weight = constants.get("w2");
        constants.put("w2", Faulty.each(weight, i -> i / (16 * 9) == 3 ? weight.floatAt(i) * size : weight.floatAt(i)));
        Graph reference = Faulty.NETWORK.withConstants(constants);
        QuantizedModel clean = Networks.quantized(reference, QConfig.X86);
        assertEquals(List.of(), OVERFLOW.examine(Faulty.subject(reference, Faulty.coded(clean))));

        QParams wrong = Faulty.scales(clean.quantization().parameters().get("w2"), scales -> {
            scales[3] = size / 200;
            return scales;
        });
        QuantizedModel faulty =
                Faulty.coded(Edits.withConstant(clean, "w2", constants.get("w2"), wrong));
        Subject subject = Faulty.subject(reference, faulty);
        Suspicion found = Faulty.suspicion(OVERFLOW, subject);
        assertEquals(List.of("b2", "w2"), found.tensors());
        assertTrue(found.isProof());
        QuantizedModel repaired = Faulty.coded(Faulty.repaired(OVERFLOW, subject));
        Tensor x = Networks.samples(reference, 4, 5);
        assertEquals(Networks.output(clean.integer(), x), Networks.output(repaired.integer(), x));
        assertEquals(List.of(), OVERFLOW.examine(Faulty.subject(reference, repaired)));
    }

    @Test
    void overflowWhereCodesWrappedAround() {
        QuantizedModel clean = Faulty.clean(QConfig.X86);
        QParams tiny = Faulty.scales(clean.quantization().parameters().get("w2"), scales -> {
            IntStream.range(0, scales.length).forEach(i -> scales[i] *= 1e-9f);
            return scales;
        });
        QuantizedModel faulty = Edits.withConstant(clean, "w2", Faulty.NETWORK.constants().get("w2"), tiny);
        QParams steps = faulty.quantization().parameters().get("b2");
        Tensor bias = Faulty.NETWORK.constants().get("b2");
        QuantizedModel wrapped = Faulty.coded(Faulty.with(faulty, "b2", Faulty.each(bias,
                i -> (int) Math.round((double) bias.floatAt(i) / steps.scale().floatAt(i))
                        * steps.scale().floatAt(i))));
        Subject subject = Faulty.subject(wrapped);
        assertTrue(Faulty.suspicion(OVERFLOW, subject).isProof());
        assertEquals(Faulty.clean().quantization().find("w1"),
                Faulty.coded(Faulty.repaired(OVERFLOW, subject)).quantization().find("w1"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 20})
    void areSuspectedWhereOnlyTheyAreOfAnotherModel(double noise) {
        QuantizedModel clean = Faulty.clean();
        Tensor bias = clean.graph().constants().get("b2");
        Tensor other = Faulty.random(bias.shape(), 5);
        QuantizedModel faulty =
                Faulty.with(clean, "b2", Faulty.each(bias, i -> bias.floatAt(i) + noise * (1 + other.floatAt(i))));
        Subject subject = Faulty.subject(faulty);
        Suspicion found = Faulty.suspicion(new BiasesDiffer(), subject);
        assertEquals(List.of("b2"), found.tensors());
        assertFalse(found.isProof());
        assertEquals(clean, Faulty.coded(Faulty.repaired(new BiasesDiffer(), subject)));
    }
}
