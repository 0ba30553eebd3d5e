package dev.vernier.conformance;

import dev.vernier.witness.OnnxRuntimeEngine;
import org.junit.jupiter.api.Test;

class OnnxRuntimeConformanceTest {
    @Test
    void passesEveryPublishedCaseThatIsNotListed() {
        Conformance.verify(new OnnxRuntimeEngine());
    }
}
