package dev.vernier.conformance;

import dev.vernier.run.ReferenceEngine;
import org.junit.jupiter.api.Test;

class ReferenceConformanceTest {
    @Test
    void passesEveryPublishedCaseThatIsNotListed() {
        Conformance.verify(new ReferenceEngine());
    }
}
