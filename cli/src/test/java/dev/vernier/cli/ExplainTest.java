package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ExplainTest {
    @Test
    void tellsTheTheoryOfAFindingWithoutAModelOrData() {
        Vernier run = Vernier.run("audit", "--explain", "label-mapping");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().startsWith("label-mapping\n"), run.out());
        assertTrue(run.out().contains("\nDo: "), run.out());
    }

    @Test
    void listsWhatIsKnownWhereAFindingIsNot() {
        Vernier run = Vernier.run("audit", "--explain", "gremlins");
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("vernier: --explain: gremlins, known: uncalibrated, "), run.err());
    }

    @Test
    void stillAsksForAModelWhereNothingIsToBeExplained() {
        Vernier run = Vernier.run("audit", "--data", "shapes");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("REFERENCE"), run.err());
    }
}
