package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ScalePermutedTest {
    private static final Cause CAUSE = new ScalePermuted();

    @Test
    void findsReversedScales() {
        assertFound(scales -> {
            float[] reversed = scales.clone();
            for (int i = 0; i < scales.length; i++) {
                reversed[i] = scales[scales.length - 1 - i];
            }
            return reversed;
        });
    }

    @Test
    void findsRotatedScales() {
        assertFound(scales -> {
            float[] rotated = scales.clone();
            for (int i = 0; i < scales.length; i++) {
                rotated[i] = scales[(i + 1) % scales.length];
            }
            return rotated;
        });
    }

    @Test
    void findsTwoThatChangedPlaces() {
        assertFound(scales -> {
            float[] swapped = scales.clone();
            swapped[3] = scales[11];
            swapped[11] = scales[3];
            return swapped;
        });
    }

    @Test
    void findsShiftedScalesOfWhichOneIsLost() {
        QuantizedModel clean = Faulty.clean();
        QuantizedModel faulty = permuted(clean, scales -> {
            float[] shifted = scales.clone();
            System.arraycopy(scales, 0, shifted, 1, scales.length - 1);
            return shifted;
        });
        float[] right = clean.quantization().parameters().get("w2").scale().floats();
        float[] found = Faulty.repaired(CAUSE, Faulty.subject(faulty)).quantization().parameters().get("w2").scale()
                .floats();
        for (int channel = 0; channel < right.length; channel++) {
            assertEquals(right[channel], found[channel], 2e-3 * right[channel]);
        }
    }

    @Test
    void findsScalesAlongTheWrongAxis() {
        QuantizedModel clean = Faulty.clean();
        QParams right = clean.quantization().parameters().get("w2");
        QParams across = QParams.perChannel(right.codes(), 1, right.scale().floats(), right.zeroPoint().longs());
        Tensor codes = Coding.codes(clean.graph().constants().get("w2"), right);
        QuantizedModel faulty =
                Faulty.with(Faulty.with(clean, "w2", Coding.reals(codes, across)), "w2", across);
        Subject subject = Faulty.subject(faulty);
        Suspicion found = Faulty.suspicion(CAUSE, subject);
        assertTrue(found.evidence().contains("axis = 1"), found.evidence());
        assertEquals(clean, Faulty.coded(Faulty.repaired(CAUSE, subject)));
    }

    @Test
    void leavesWeightsOfAnotherCheckpointToOthers() {
        QuantizedModel clean = Faulty.clean();
        Tensor other = Faulty.random(clean.graph().constants().get("w2").shape(), 99);
        assertEquals(List.of(), CAUSE.examine(Faulty.subject(Faulty.with(clean, "w2", other))));
    }

    private static void assertFound(UnaryOperator<float[]> permutation) {
        QuantizedModel clean = Faulty.clean();
        Subject subject = Faulty.subject(permuted(clean, permutation));
        Suspicion found = Faulty.suspicion(CAUSE, subject);
        assertEquals(List.of("w2"), found.tensors());
        assertTrue(found.isProof());
        assertEquals(clean, Faulty.coded(Faulty.repaired(CAUSE, subject)));
    }

    /// The codes stay what they are.
    private static QuantizedModel permuted(QuantizedModel clean, UnaryOperator<float[]> permutation) {
        QParams right = clean.quantization().parameters().get("w2");
        QParams wrong = Faulty.scales(right, permutation);
        Tensor codes = Coding.codes(clean.graph().constants().get("w2"), right);
        return Faulty.with(Faulty.with(clean, "w2", Coding.reals(codes, wrong)), "w2", wrong);
    }
}
