package dev.vernier.conformance;

import dev.vernier.onednn.OneDnnEngine;
import org.junit.jupiter.api.Test;

class OneDnnConformanceTest {
    @Test
    void passesEveryPublishedCaseThatIsNotListed() {
        Conformance.verify(new OneDnnEngine());
    }
}
