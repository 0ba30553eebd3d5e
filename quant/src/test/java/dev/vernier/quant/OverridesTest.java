package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    private static final String HEAD = """
            x: f32[n, 1, 4, 4]
            const w: f32[2, 1, 1, 1] = random 1
            const v: f32[3, 32] = random 2
            const u: f32[3, 3] = random 3
            c = conv x, w {kernel = [1, 1]} @ "stem/conv"
            r = relu c @ "stem/relu"
            f = flatten r
            g = gemm f, v {transpose_b = true} @ "head/fc1"
            k = relu g @ "head/relu"
            y = gemm k, u {transpose_b = true} @ "head/fc2"
            return y
            """;

    private static QuantizedModel quantized(QOverride... overrides) {
        QConfig config = QConfig.X86;
        for (QOverride override : overrides) {
            config = config.with(override);
        }
        return Networks.quantized(HEAD, config);
    }

    private static Set<String> tensors(QOverride... overrides) {
        return quantized(overrides).quantization().parameters().keySet();
    }

    private static QOverride kept(String match, boolean inFloat) {
        return new QOverride(match, Optional.of(inFloat), List.of(), List.of());
    }

    @Test
    void keepsTheNodesOfAGlobInFloat() {
        assertEquals(Set.of("x", "w", "r", "f"), tensors(QOverride.inFloat("head/*")));
    }

    @Test
    void quantizesAgainForTheLayerBehindAFloatNode() {
        assertEquals(Set.of("x", "w", "r", "f", "k", "u"), tensors(QOverride.inFloat("head/fc1")));
    }

    @ParameterizedTest
    @CsvSource({"Gemm", "gemm", "GEMM"})
    void keepsTheNodesOfAnOperatorInFloat(String operator) {
        assertEquals(Set.of("x", "w", "r", "f"), tensors(QOverride.inFloat(operator)));
    }

    @Test
    void keepsALayerInFloatWhoseWeightsOrInputAre() {
        assertEquals(Set.of("x", "w", "r", "f", "v"), tensors(QOverride.inFloat("u")));
        assertEquals(Set.of("x", "w", "r", "f", "v"), tensors(QOverride.inFloat("k")));
    }

    @Test
    void letsTheLastOverrideHold() {
        assertEquals(Set.of("x", "w", "r", "k", "u"), tensors(QOverride.inFloat("*"), kept("stem/*", false),
                kept("head/fc2", false)));
        assertEquals(Set.of("x", "w", "r", "f", "v", "k", "u"), tensors(QOverride.inFloat("*"), kept("*", false)));
    }

    @Test
    void setsPropertiesOfActivationsByNodeOperatorAndTensor() {
        for (String match : List.of("stem/conv", "stem/*", "Conv", "relu", "r")) {
            Quantization quantization = quantized(QOverride.ofActivations(match, new Setting.Dtype(CodeType.QINT16)))
                    .quantization();
            assertEquals(DType.I16, quantization.parameters().get("r").codes(), match);
            assertEquals(DType.I16, quantization.parameters().get("f").codes(), match);
            assertEquals(DType.U8, quantization.parameters().get("x").codes(), match);
        }
    }

    @Test
    void setsPropertiesOfWeightsByNodeOperatorAndTensor() {
        for (String match : List.of("head/fc1", "*fc1", "gemm", "v")) {
            Quantization quantization =
                    quantized(QOverride.ofWeights(match, new Setting.Grain(Granularity.PER_TENSOR))).quantization();
            assertEquals(OptionalInt.empty(), quantization.parameters().get("v").axis(), match);
            assertEquals(OptionalInt.of(0), quantization.parameters().get("w").axis(), match);
        }
    }

    @Test
    void meansTheWeightThatFoldingGaveANewValueByItsOldName() {
        Graph folded = Networks.graph(HEAD.replace("const w:", "const w':").replace("conv x, w ", "conv x, w' "));
        assertEquals(2, Placement.of(folded, QConfig.X86.with(QOverride.inFloat("w"))).layers().size());
    }

    @Test
    void takesAFixedRangeWithoutCalibration() {
        QConfig config = QConfig.X86.withRange(new RangeRule.Fixed(new Range(0, 2.55f)));
        Graph graph = Networks.graph(HEAD);
        Quantization quantization = new Quantizer(graph, Placement.of(graph, config), config)
                .quantize((name, rule, scheme) -> Optional.empty());
        assertEquals(QParams.perTensor(DType.U8, 2.55f / 255, 0), quantization.parameters().get("x"));
    }

    @Test
    void refusesAnUncalibratedTensorByNameUnlessAllowed() {
        Graph graph = Networks.graph(HEAD);
        Quantizer quantizer = new Quantizer(graph, Placement.of(graph), QConfig.X86);
        assertEquals("calibration: tensor 'x': no sample reached it, needed at least one to calibrate on",
                assertThrows(InputException.class, () -> quantizer.quantize((name, rule, scheme) -> Optional.empty()))
                        .getMessage());
        assertEquals(QParams.perTensor(DType.U8, 1, 0),
                quantizer.allowingUncalibrated().quantize((name, rule, scheme) -> Optional.empty())
                        .parameters().get("x"));
    }

    @Test
    void refusesAnOverrideThatMatchesNothing() {
        assertEquals("qconfig: match = haed/* matches nothing, needed a node, a tensor or an operator of the model",
                assertThrows(InputException.class, () -> tensors(QOverride.inFloat("haed/*"))).getMessage());
    }

    @Test
    void refusesPropertiesThatDoNotGoTogether() {
        assertThrows(InputException.class, () -> QConfig.X86.withActivations(new Setting.Dtype(CodeType.QINT4)));
        assertThrows(InputException.class, () -> QConfig.X86.withWeights(new Setting.Dtype(CodeType.QUINT8)));
        assertThrows(InputException.class, () -> QConfig.X86.withActivations(new Setting.NarrowRange(true)));
        assertThrows(InputException.class, () -> QConfig.TFLITE.withWeights(new Setting.Covering(RangeRule.MSE)));
        assertThrows(InputException.class,
                () -> QConfig.X86.withWeights(new Setting.Covering(new RangeRule.Entropy())));
        assertThrows(InputException.class,
                () -> QConfig.X86.withActivations(new Setting.Grain(Granularity.PER_CHANNEL)));
        assertThrows(InputException.class, () -> QConfig.X86
                .with(QOverride.ofActivations("a", new Setting.Grain(Granularity.PER_CHANNEL))));
    }

    @Test
    void matchesNamesOfAnyLengthQuickly() {
        QOverride override = QOverride.inFloat("*a".repeat(40) + "b");
        assertTrue(!override.matchesTensor("a".repeat(20_000)));
        assertTrue(QOverride.inFloat("*a?c*").matchesTensor("xabcabd") && QOverride.inFloat("**").matchesTensor(""));
    }
}
