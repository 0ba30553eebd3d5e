package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class BatchNormMismatchTest {
    private static final Cause CAUSE = new BatchNormMismatch();
    private static final Graph REFERENCE = Faulty.NETWORK;

    @Test
    void findsWeightsThatWereNeverFolded() {
        assertFound(channel -> 0.1 + 0.3 * channel);
    }

    @Test
    void findsStatisticsThatAreAFewPercentAway() {
        assertFound(channel -> 1 + 0.03 * Math.sin(channel));
    }

    @Test
    void leavesOneFactorOfAllChannelsAlone() {
        assertEquals(List.of(), CAUSE.examine(Faulty.subject(scaled(channel -> 1.7))));
    }

    @Test
    void leavesOtherDirectionsAlone() {
        QuantizedModel clean = Faulty.clean();
        Tensor other = Faulty.random(clean.graph().constants().get("w2").shape(), 99);
        assertEquals(List.of(), CAUSE.examine(Faulty.subject(Faulty.with(clean, "w2", other))));
    }

    private static void assertFound(IntToDoubleFunction factor) {
        Subject subject = Faulty.subject(scaled(factor));
        Suspicion found = Faulty.suspicion(CAUSE, subject);
        assertEquals(List.of("w2"), found.tensors());
        assertTrue(found.isProof());
        assertEquals(List.of(), new WeightsDiffer().examine(subject));
        assertEquals(Faulty.clean(), Faulty.coded(Faulty.repaired(CAUSE, subject)));
    }

    /// Weights and biases of the second layer are multiplied before they are quantized.
    private static QuantizedModel scaled(IntToDoubleFunction factor) {
        Tensor weight = REFERENCE.constants().get("w2");
        Tensor bias = REFERENCE.constants().get("b2");
        Tensor scaled = Faulty.each(weight, i -> weight.floatAt(i) * factor.applyAsDouble(i / (16 * 9)));
        QuantizedModel clean = Faulty.clean(QConfig.X86);
        QParams params = Edits.covering(scaled, clean.quantization().parameters().get("w2"));
        return Faulty.coded(Edits.withBias(Edits.withConstant(clean, "w2", scaled, params),
                WeightPair.of(Faulty.subject(clean)).get(1).layers().candidate(),
                Faulty.each(bias, i -> bias.floatAt(i) * factor.applyAsDouble(i))));
    }
}
