package dev.vernier.conformance;

import dev.vernier.judge.OnnxRuntimeEngine;
import org.junit.jupiter.api.Test;

class OnnxRuntimeConformanceTest {
    @Test
    void passesEveryPublishedCaseThatIsNotListed() {
        Conformance.verify(new OnnxRuntimeEngine());
    }
}
