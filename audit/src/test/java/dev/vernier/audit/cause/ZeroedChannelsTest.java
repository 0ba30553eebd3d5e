package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.graph.Graph;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZeroedChannelsTest {
    private static final Cause CAUSE = new ZeroedChannels();
    private static final int TAPS = 16 * 9;

    private static QuantizedModel pruned(int every) {
        QuantizedModel clean = Faulty.clean(QConfig.X86);
        Graph graph = clean.graph();
        Tensor weight = graph.constants().get("w2");
        return Faulty.coded(Faulty.with(clean, "w2",
                Faulty.each(weight, i -> i / TAPS % every == 0 ? 0 : weight.floatAt(i))));
    }

    @Test
    void namesAThirdOfTheChannels() {
        Suspicion found = Faulty.suspicion(CAUSE, Faulty.subject(pruned(3)));
        assertEquals(FindingId.CHANNELS_ZEROED, found.id());
        assertEquals(List.of("w2"), found.tensors());
        assertTrue(found.isProof());
        assertTrue(found.numbers().toMap().get("zeroed_channels").intValue() > 1, found.evidence());
    }

    @Test
    void saysNothingOfACleanModel() {
        assertEquals(List.of(), CAUSE.examine(Faulty.subject(Faulty.clean(QConfig.X86))));
    }

    @Test
    void leavesAnotherLayerAltogetherAlone() {
        QuantizedModel clean = Faulty.clean();
        Tensor other = Faulty.random(clean.graph().constants().get("w2").shape(), 99);
        Tensor mixed = Faulty.each(other, i -> i < TAPS ? 0 : other.floatAt(i));
        assertEquals(List.of(), CAUSE.examine(Faulty.subject(Faulty.with(clean, "w2", mixed))));
    }
}
