package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.GoldenLayer;
import dev.vernier.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenLayersTest {
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void integerLayersGivePyTorchsCodes(GoldenLayer layer) {
        GoldenLayer.Case golden = layer.read();
        assertSameCodes(golden.codes(), golden.op().evaluate(Inputs.of(golden.operands())).getFirst());
    }

    private static void assertSameCodes(Tensor expected, Tensor actual) {
        assertEquals(TensorType.of(expected), TensorType.of(actual));
        int apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            long difference = Math.abs(expected.longAt(i) - actual.longAt(i));
            assertTrue(difference <= 1, "codes at " + i + " are " + difference + " apart");
            apart += (int) difference;
        }
        assertTrue(apart * 100 <= expected.size(), apart + " of " + expected.size() + " codes are one apart");
    }
}
