package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.quant.CodeType;
import dev.vernier.quant.Coding;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Setting;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleQuantizedTest {
    private static final Cause CAUSE = new DoubleQuantized();
    private static final Tensor WEIGHT = Faulty.NETWORK.constants().get("w2");

    @Test
    void findsWeightsOfFourBitsInEight() {
        QuantizedModel four = Networks.quantized(Faulty.NETWORK,
                QConfig.X86.withWeights(new Setting.Dtype(CodeType.QINT4)));
        assertFound(Coding.reals(Coding.codes(WEIGHT, four.quantization().parameters().get("w2")),
                four.quantization().parameters().get("w2")));
    }

    @ParameterizedTest
    @ValueSource(floats = {0.02f, 0.03f, 0.1f})
    void findsWeightsThatHadOneCoarserScale(float scale) {
        QParams coarse = QParams.perTensor(DType.I8, scale, 0);
        assertFound(Coding.reals(Coding.codes(WEIGHT, coarse), coarse));
    }

    @Test
    void findsActivationsThatAreQuantizedTwiceInARow() {
        String text = Networks.RESIDUAL.replace("r = relu s\n", "r1 = relu s\nr = identity r1\n");
        Graph graph = Networks.graph(text);
        QuantizedModel clean = Networks.quantized(Networks.RESIDUAL, QConfig.X86);
        QParams right = clean.quantization().parameters().get("r");
        QuantizedModel once = Faulty.with(new QuantizedModel(graph, clean.quantization()), "r1", right);
        QuantizedModel faulty =
                Faulty.coded(Faulty.with(once, "r1", QParams.perTensor(DType.U8, right.scale().floatAt(0) / 3, 0)));
        Subject subject = Faulty.subject(graph, faulty);
        Suspicion found = Faulty.suspicion(CAUSE, subject);
        assertEquals(List.of("r"), found.tensors());
        assertTrue(found.isProof());
        Tensor x = Networks.samples(graph, 4, 5);
        assertArrayEquals(Networks.output(once.integer(), x).floats(),
                Networks.output(Faulty.repaired(CAUSE, subject).integer(), x).floats());
        assertEquals(List.of(), CAUSE.examine(Faulty.subject(graph, once)));
    }

    private static void assertFound(Tensor coarse) {
        QuantizedModel clean = Faulty.clean(QConfig.X86);
        QuantizedModel faulty = Faulty.coded(Edits.withConstant(clean, "w2", coarse,
                Edits.covering(coarse, clean.quantization().parameters().get("w2"))));
        Subject subject = Faulty.subject(faulty);
        Suspicion found = Faulty.suspicion(CAUSE, subject);
        assertEquals(List.of("w2"), found.tensors());
        assertTrue(found.isProof());
        assertEquals(List.of(), new WeightsDiffer().examine(subject));
        assertEquals(Faulty.clean().quantization(),
                Faulty.coded(Faulty.repaired(CAUSE, subject)).quantization());
    }
}
