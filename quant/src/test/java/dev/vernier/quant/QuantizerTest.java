package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.IntegerProduct;
import dev.vernier.graph.op.Kernels;
import dev.vernier.graph.op.PairedWeights;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {
    /// Two layers of very different inputs that read one bias.
    private static final Graph SHARED = GraphText.parse("""
            x: f32[n, 3, 5, 5]
            const w: f32[4, 3, 3, 3] = random 1
            const v: f32[4, 4, 1, 1] = random 2
            const b: f32[4] = [2.0, -31.0, 5.0, 0.5]
            const large: f32[] = 40.0
            c = conv x, w, b {kernel = [3, 3]}
            m = mul c, large
            y = conv m, v, b {kernel = [1, 1]}
            return y
            """);

    @Test
    void refusesABiasThatTwoLayersRead() {
        Quantizer quantizer = new Quantizer(SHARED, Placement.of(SHARED), QConfig.X86);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> quantizer.quantize((name, rule, scheme) -> Optional.of(new Range(-1, 1))));
        assertTrue(refused.getMessage().startsWith("tensor 'b': the bias of nodes 'c' and 'y', needed one of its own"),
                refused.getMessage());
    }

    @Test
    void isRightForSharedBiasesAfterTheStandardFolding() {
        Graph folded = Rewriter.run(SHARED, Folding.standard()).graph();
        assertClose(new QuantizedModel(folded, quantized(folded)).integer());
    }

    /// As a foreign file may have it.
    @Test
    void lowersABiasThatTwoLayersReadToTheCodesOfEach() {
        Graph folded = Rewriter.run(SHARED, Folding.standard()).graph();
        Quantization apart = quantized(folded);
        assertClose(new QuantizedModel(SHARED, apart.only(SHARED.names()::contains)).integer());
    }

    private static Quantization quantized(Graph folded) {
        return new Quantizer(folded, Placement.of(folded), QConfig.X86)
                .quantize((name, rule, scheme) -> Optional.of(switch (name) {
                    case "x" -> new Range(-3, 3);
                    case "c" -> new Range(-60, 60);
                    case "m" -> new Range(-2400, 2400);
                    default -> new Range(-6000, 6000);
                }));
    }

    /// To the float graph on noise within the calibrated range, within six steps of the result's codes.
    private static void assertClose(Graph integer) {
        float[] values = new float[75];
        Random random = new Random(4);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.clamp(random.nextGaussian(), -3, 3);
        }
        Map<String, Tensor> x = Map.of("x", Tensor.of(Shape.of(1, 3, 5, 5), values));
        float step = 12000f / 255;
        assertArrayEquals(run(SHARED, x), run(integer, x), 6 * step);
    }

    private static float[] run(Graph graph, Map<String, Tensor> x) {
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            return session.run(x).get("y").floats();
        }
    }

    @Test
    void refusesThePlacementOfAnotherQConfig() {
        Graph graph = Networks.graph(Networks.MOVES);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> new Quantizer(graph, Placement.of(graph), QConfig.TFLITE));
        assertEquals("placement: not that of this graph by qconfig tflite, needed Placement.of(graph, config)",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {Networks.RESIDUAL, Networks.MOVES, Networks.ATTENTION})
    void keepsPortableWeightsWithinSevenBits(String text) {
        QuantizedModel model = Networks.quantized(text, QConfig.PORTABLE);
        for (Layer layer : Placement.of(model.graph()).layers()) {
            QParams parameters = model.quantization().find(layer.weight()).orElseThrow();
            Tensor reals = model.graph().constants().get(layer.weight());
            int inner = reals.shape().count(layer.channelAxis() + 1, reals.shape().rank());
            for (int i = 0; i < reals.size(); i++) {
                long code = parameters.code(reals.floatAt(i), i / inner % parameters.scale().size());
                assertTrue(code >= -64 && code <= 63, layer.weight() + ": " + code);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoPairOfPortableProductsThatSaturates(Kernels kernels) {
        Graph integer = Networks.quantized(Networks.RESIDUAL, QConfig.PORTABLE).integer();
        for (Node node : integer.nodes()) {
            if (node.op() instanceof IntegerProduct product) {
                PairedWeights.of(kernels, node.op(), DType.U8, integer.constants().get(node.input(product.weights())))
                        .ifPresent(pairs -> assertTrue(pairs.saturable(PairedWeights.HIGHEST_CODE).isEmpty(),
                                node.label()));
            }
        }
    }
}
