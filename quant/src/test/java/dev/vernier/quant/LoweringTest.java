package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoweringTest {
    @ParameterizedTest
    @ValueSource(strings = {Networks.RESIDUAL, Networks.MOVES, Networks.SELECTS, Networks.ATTENTION})
    void readsAQdqGraphBackToTheSameModel(String network) {
        for (QConfig config : Networks.CONFIGS.values()) {
            QuantizedModel model = Networks.quantized(network, config);
            QuantizedModel lifted = QdqForm.of(model, Map.of()).lift();
            assertEquals(model.quantization().parameters(), lifted.quantization().parameters());
            assertEquals(
                    model.graph().nodes().stream().map(Node::outputs).toList(),
                    lifted.graph().nodes().stream().map(Node::outputs).toList());
            assertEquals(
                    model.graph().nodes().stream().map(Node::op).toList(),
                    lifted.graph().nodes().stream().map(Node::op).toList());
            assertEquals(
                    QdqForm.of(model, Map.of()).graph(), QdqForm.of(lifted, Map.of()).graph());
            Tensor x = Networks.samples(model.graph(), 5, 11);
            assertEquals(Networks.output(model.integer(), x), Networks.output(lifted.integer(), x));
        }
    }

    @Test
    void leavesOutTheClampsThatSaturationDoes() {
        QuantizedModel model = Networks.quantized(Networks.RESIDUAL, QConfig.X86);
        assertEquals(
                Set.of("k1", "r"),
                Qdq.absorbed(model.graph(), model.quantization()).keySet());
        QuantizedModel reduced = Networks.quantized(Networks.RESIDUAL, QConfig.X86.reducedRange());
        assertEquals(
                Set.of("r"), Qdq.absorbed(reduced.graph(), reduced.quantization()).keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {Networks.RESIDUAL, Networks.MOVES, Networks.SELECTS, Networks.ATTENTION})
    void givesTheCodesThatSimulationRoundsTo(String network) {
        for (Map.Entry<String, QConfig> named : Networks.CONFIGS.entrySet()) {
            QConfig config = named.getValue();
            QuantizedModel model = Networks.quantized(network, config);
            Graph integer = model.integer();
            Tensor x = Networks.samples(model.graph(), 6, 3);
            Tensor simulated = Networks.output(model.simulated(), x);
            Tensor computed = Networks.output(integer, x);
            float step = model.quantization()
                    .find(model.graph().outputs().getFirst())
                    .map(params -> params.scale().floatAt(0))
                    .orElse(largestStep(model));
            int apart = 0;
            for (int i = 0; i < computed.size(); i++) {
                float difference = Math.abs(simulated.floatAt(i) - computed.floatAt(i));
                assertTrue(difference <= 2.01f * step, named.getKey() + " element " + i + ": " + difference);
                apart += difference > 1e-5f ? 1 : 0;
            }
            assertTrue(apart <= computed.size() / 4, named.getKey() + ": " + apart + " of " + computed.size());
        }
    }

    private static float largestStep(QuantizedModel model) {
        float largest = 0;
        for (QParams params : model.quantization().activations(model.graph()).parameters().values()) {
            largest = Math.max(largest, params.scale().floatAt(0));
        }
        return largest;
    }

    @ParameterizedTest
    @ValueSource(strings = {Networks.RESIDUAL, Networks.MOVES, Networks.SELECTS, Networks.ATTENTION})
    void computesEveryLayerOnCodes(String network) {
        Graph integer = Networks.quantized(network, QConfig.X86).integer();
        assertFalse(integer.nodes().stream().anyMatch(n -> n.op() instanceof Conv || n.op() instanceof Gemm));
        assertTrue(integer.nodes().stream().anyMatch(n -> n.op() instanceof QLinearConv));
    }

    @Test
    void selectsAndRepeatsCodesAsTheyAre() {
        Graph integer = Networks.quantized(Networks.SELECTS, QConfig.X86).integer();
        assertEquals(List.of("quantize", "qlinear_conv", "reduce_max", "tile", "qlinear_conv", "dequantize"),
                integer.nodes().stream().map(node -> node.op().word()).toList());
    }

    @Test
    void keepsALayerInFloatWhoseTensorsAreNotAllQuantized() {
        QuantizedModel model = Networks.quantized(Networks.RESIDUAL, QConfig.X86);
        Quantization without = model.quantization().only(name -> !name.equals("w2"));
        Graph integer = IntegerLowering.lower(model.graph(), without, Contract.ONNX);
        assertEquals(1, integer.nodes().stream().filter(n -> n.op() instanceof Conv).count());
        assertEquals(1, integer.nodes().stream().filter(n -> n.op() instanceof QLinearConv).count());
    }

    @Test
    void keepsALayerInFloatWhoseScalesRunAlongAnotherAxis() {
        QuantizedModel model = Networks.quantized(Networks.RESIDUAL, QConfig.X86);
        QParams params = model.quantization().parameters().get("w2");
        Quantization other = model.quantization()
                .with("w2", QParams.perChannel(params.codes(), 1, params.scale().floats(), params.zeroPoint().longs()));
        Graph integer = IntegerLowering.lower(model.graph(), other, Contract.ONNX);
        assertEquals(1, integer.nodes().stream().filter(n -> n.op() instanceof Conv).count());
        Tensor x = Networks.samples(model.graph(), 6, 3);
        Tensor simulated = Networks.output(Qdq.simulate(model.graph(), other), x);
        assertArrayEquals(simulated.floats(), Networks.output(integer, x).floats(), largestStep(model));
    }

    @Test
    void clipsCodesWhereSaturationDoesNotDoTheRelu() {
        QuantizedModel model =
                Networks.quantized(Networks.RESIDUAL, Networks.CONFIGS.get("symmetric quint8 activations"));
        assertEquals(Set.of(), Qdq.absorbed(model.graph(), model.quantization()).keySet());
        Graph integer = model.integer();
        assertEquals(2, integer.nodes().stream().filter(n -> n.op() instanceof Clip).count());
        Tensor codes = Networks.run(integer, Networks.samples(model.graph(), 3, 1), Set.of("r/q")).get("r/q");
        assertEquals(128, Arrays.stream(codes.longs()).min().orElseThrow());
    }

    @Test
    void isTheFloatGraphWhereNothingIsQuantized() {
        Graph graph = Networks.graph(Networks.RESIDUAL);
        assertEquals(graph, Qdq.insert(graph, Quantization.NONE));
        assertEquals(graph, Qdq.simulate(graph, Quantization.NONE));
        assertEquals(graph.nodes(), IntegerLowering.lower(graph, Quantization.NONE, Contract.ONNX).nodes());
    }

    @Test
    void restoresAReluOfAForeignFileWhereTheRangeBeginsAtZero() {
        Graph foreign = Networks.graph("""
                x: f32[n, 1, 2, 2]
                const w: f32[1, 1, 1, 1] = [1.0]
                const s: f32[] = 0.5
                const z: u8[] = 0
                const zx: u8[] = 3
                xq = quantize x, s, zx {to = u8}
                xd = dequantize xq, s, zx
                c = conv xd, w {kernel = [1, 1]}
                cq = quantize c, s, z {to = u8}
                y = dequantize cq, s, z
                return y
                """);
        assertTrue(QdqLift.isQuantized(foreign));
        QuantizedModel model = QdqLift.lift(foreign, Map.of());
        assertEquals("""
                x: f32[n, 1, 2, 2]
                const w: f32[1, 1, 1, 1] = [1.0]
                c = conv x, w {kernel = [1, 1]}
                y = relu c
                return y
                """, dev.vernier.graph.GraphText.print(model.graph()));
        assertEquals(Set.of("x", "y"), model.quantization().parameters().keySet());
    }

    @Test
    void restoresAReluBehindABatchNormThatAForeignFileKeeps() {
        Graph foreign = Networks.graph("""
                x: f32[n, 1, 2, 2]
                const one: f32[1] = [1.0]
                const s: f32[] = 0.5
                const z: i8[] = -128
                b = batch_norm x, one, one, one, one
                bq = quantize b, s, z {to = i8}
                bd = dequantize bq, s, z
                y = max_pool bd {kernel = [2, 2]}
                return y
                """);
        assertEquals("""
                x: f32[n, 1, 2, 2]
                const one: f32[1] = [1.0]
                b = batch_norm x, one, one, one, one
                bd = relu b
                y = max_pool bd {kernel = [2, 2]}
                return y
                """, dev.vernier.graph.GraphText.print(QdqLift.lift(foreign, Map.of()).graph()));
    }

    @Test
    void multipliesTheCodesOfTwoActivationsAndMakesRealsOfThemWhereOnlyFloatOperatorsReadTheResult() {
        Graph integer = Networks.quantized(Networks.ATTENTION, QConfig.X86).integer();
        assertTrue(integer.nodes().stream().noneMatch(node -> node.op() instanceof MatMul));
        Map<String, Node> producers = integer.producers();
        assertEquals(List.of("q/q", "q/s", "q/z", "k/q", "k/s", "k/z"), producers.get("s1").inputs());
        assertEquals(new QLinearMatMul(), producers.get("s1").op());
        assertEquals(List.of("p/q", "p/s", "p/z", "v/q", "v/s", "v/z", "r/s", "r/z"), producers.get("r/q").inputs());
        assertEquals(List.of("t/q", "t/s", "t/z", "wq/q", "wq/s", "wq/z"), producers.get("mq").inputs());
    }

    @Test
    void keepsAProductInFloatWhereOnlyOneOperandHasCodes() {
        QuantizedModel model = Networks.quantized(Networks.ATTENTION, QConfig.X86);
        QuantizedModel half = new QuantizedModel(model.graph(), model.quantization().only(name -> !name.equals("k")));
        assertEquals(new MatMul(), half.integer().producers().get("s1").op());
    }
}
