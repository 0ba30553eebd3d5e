package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingActivationTest {
    private static final Cause CAUSE = new MissingActivation();
    private static final Graph REFERENCE = Networks.graph(Networks.RESIDUAL);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "r = relu s | r = identity s | r",
        "r = relu s | r = sigmoid s | r",
        "r = relu s | r = leaky_relu s {alpha = 0.3} | r",
        "k1 = clip c1, low, high | k1 = relu c1 | k1",
        "k1 = clip c1, low, high | k1 = clip c1, high, low2 | k1"
    })
    void isFoundAndPutInWhateverStandsThere(String right, String wrong, String tensor) {
        Graph graph = changed(right, wrong);
        for (QuantizedModel candidate : List.of(Faulty.withFloat(graph), Networks.quantized(graph, QConfig.X86))) {
            Subject subject = Faulty.subject(REFERENCE, candidate);
            Suspicion found = Faulty.suspicion(CAUSE, subject);
            assertEquals(List.of(tensor), found.tensors());
            assertTrue(found.isProof());
            QuantizedModel repaired = Faulty.repaired(CAUSE, subject);
            assertEquals(candidate.quantization(), repaired.quantization());
            Tensor x = Networks.samples(REFERENCE, 5, 3);
            assertEquals(Networks.output(REFERENCE, x), Networks.output(repaired.graph(), x));
            assertEquals(List.of(), CAUSE.examine(Faulty.subject(REFERENCE, repaired)));
        }
    }

    @Test
    void isFoundWhereTheNodeIsGone() {
        Graph graph = Networks.graph(Networks.RESIDUAL.replace("r = relu s\n", "").replace("max_pool r", "max_pool s"));
        Subject subject = Faulty.subject(REFERENCE, Networks.quantized(graph, QConfig.X86));
        assertEquals(List.of("s"), Faulty.suspicion(CAUSE, subject).tensors());
        QuantizedModel repaired = Faulty.repaired(CAUSE, subject);
        Tensor x = Networks.samples(REFERENCE, 5, 3);
        Tensor right = Networks.output(Networks.quantized(REFERENCE, QConfig.X86).integer(), x);
        assertArrayEquals(right.floats(), Networks.output(repaired.integer(), x).floats(), 0.1f);
    }

    @Test
    void isThereWhereTheCodesDoIt() {
        QuantizedModel model = Networks.quantized(REFERENCE, QConfig.X86);
        Graph without = Networks.graph(
                Networks.RESIDUAL.replace("s = add c2, k1\n", "").replace("r = relu s\n", "r = add c2, k1\n"));
        QuantizedModel candidate = new QuantizedModel(without, model.quantization());
        assertEquals(List.of(), CAUSE.examine(Faulty.subject(REFERENCE, candidate)));
    }

    @Test
    void isNoProofWhereTheReferenceIsQuantizedItself() {
        QuantizedModel model = Faulty.coded(Networks.quantized(REFERENCE, QConfig.X86));
        QuantizedModel candidate = Faulty.withFloat(changed("r = relu s", "r = identity s"));
        Subject subject = new Subject(model.graph(), candidate, LayerMatching.of(model.graph(), candidate.graph()),
                Faulty.nothing(), model.quantization());
        assertFalse(Faulty.suspicion(CAUSE, subject).isProof());
    }

    private static Graph changed(String right, String wrong) {
        return Networks.graph(Networks.RESIDUAL
                .replace("const low: f32[] = 0.0\n", "const low: f32[] = 0.0\nconst low2: f32[] = 3.0\n")
                .replace(right, wrong)).pruned();
    }
}
