package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vernier.graph.Graph;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerTensorSpreadTest {
    private static final Cause CAUSE = new PerTensorSpread();

    @ParameterizedTest
    @ValueSource(doubles = {40, 1000})
    void isSuspectedWhereOneChannelDwarfsTheOthers(double times) {
        Map<String, Tensor> constants = new LinkedHashMap<>(Faulty.NETWORK.constants());
        Tensor weight = constants.get("w2");
        constants.put("w2", Faulty.each(weight, i -> weight.floatAt(i) * (i / (16 * 9) == 5 ? times : 1)));
        Graph reference = Faulty.NETWORK.withConstants(constants);
        QuantizedModel spread = Faulty.coded(Networks.quantized(reference, QConfig.QNNPACK));
        Subject subject = Faulty.subject(reference, spread);
        Suspicion found = Faulty.suspicion(CAUSE, subject);
        assertEquals(List.of("w2"), found.tensors());
        assertFalse(found.isProof());
        QuantizedModel repaired = Faulty.repaired(CAUSE, subject);
        assertEquals(16, repaired.quantization().parameters().get("w2").scale().size());
        assertEquals(List.of(), CAUSE.examine(Faulty.subject(reference, repaired)));
        assertEquals(List.of(), CAUSE.examine(
                Faulty.subject(reference, Faulty.coded(Networks.quantized(reference, QConfig.X86)))));
    }
}
