package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsDifferTest {
    private static final Cause CAUSE = new WeightsDiffer();
    private static final Graph REFERENCE = Faulty.NETWORK;
    private static final Tensor CLASSIFIER = REFERENCE.constants().get("w3");

    @Test
    void findsAClassifierThatWasNeverLoaded() {
        assertProof(Faulty.random(Shape.of(10, 16), 99));
    }

    @Test
    void findsChannelsThatChangedPlaces() {
        assertProof(Faulty.each(CLASSIFIER, i -> CLASSIFIER.floatAt((i + 16) % (10 * 16))));
    }

    @Test
    void findsAMatrixThatWasReadInTheOtherOrder() {
        assertProof(Faulty.each(CLASSIFIER, i -> CLASSIFIER.floatAt(i % 16 * 10 + i / 16)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.2, 2})
    void findsAnotherCheckpointHoweverNear(double noise) {
        Tensor other = Faulty.random(Shape.of(10, 16), 99);
        assertProof(Faulty.each(CLASSIFIER, i -> CLASSIFIER.floatAt(i) + noise * other.floatAt(i)));
    }

    @Test
    void suspectsRoundingThatWasLearntAndNoMore() {
        QuantizedModel clean = Faulty.clean();
        float step = clean.quantization().parameters().get("w3").scale().floatAt(0);
        Tensor codes = clean.graph().constants().get("w3");
        QuantizedModel learnt = Faulty.with(clean, "w3", Faulty.each(codes, i -> {
            float real = CLASSIFIER.floatAt(i);
            float code = codes.floatAt(i);
            return i == 3 ? code + Math.signum(real - code) * step : code;
        }));
        assertFalse(Faulty.suspicion(CAUSE, Faulty.subject(learnt)).isProof());
    }

    @Test
    void findsAFloatModelThatIsNotTheQuantizedOne() {
        QuantizedModel file = Faulty.clean();
        QuantizedModel random = Faulty.withFloat(Faulty.with(file, "w3", Faulty.random(Shape.of(10, 16), 99)).graph());
        Subject subject = new Subject(file.graph(), random, LayerMatching.of(file.graph(), random.graph()),
                Faulty.nothing(), file.quantization());
        assertEquals(List.of("w3"), Faulty.suspicion(CAUSE, subject).tensors());
        assertEquals(file.graph(), Faulty.repaired(CAUSE, subject).graph());
    }

    private static void assertProof(Tensor classifier) {
        QuantizedModel clean = Faulty.clean(QConfig.X86);
        QuantizedModel faulty = Faulty.coded(Edits.withConstant(clean, "w3", classifier,
                Edits.covering(classifier, clean.quantization().parameters().get("w3"))));
        Subject subject = Faulty.subject(faulty);
        Suspicion found = Faulty.suspicion(CAUSE, subject);
        assertEquals(List.of("w3"), found.tensors());
        assertTrue(found.isProof());
        assertEquals(Faulty.clean(), Faulty.coded(Faulty.repaired(CAUSE, subject)));
    }
}
