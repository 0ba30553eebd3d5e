package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

final class McNemarTest {
    @Test
    void agreesWithAirwayReactivityInFagerlandLydersenAndLaake2013() {
        assertEquals(0.0703, new McNemar(1, 7).exact(), 5e-5);
        assertEquals(0.0391, new McNemar(1, 7).midP(), 5e-5);
    }

    @Test
    void agreesWithCompleteResponseInFagerlandLydersenAndLaake2013() {
        assertEquals(0.0525, new McNemar(6, 16).exact(), 5e-5);
        assertEquals(0.0347, new McNemar(6, 16).midP(), 5e-5);
    }

    @Test
    void findsTheFoundingExperimentsChangeAndNotItsHistogramOne() {
        assertEquals(0.005685, new McNemar(120, 80).exact(), 5e-7);
        assertEquals(0.76506, new McNemar(92, 87).exact(), 5e-6);
    }

    @Test
    void equalsTheSumOfBinomialCoefficients() {
        for (int lost = 0; lost <= 40; lost++) {
            for (int gained = 0; gained <= 40; gained++) {
                assertEquals(definition(lost, gained), new McNemar(lost, gained).exact(), 1e-13);
            }
        }
        assertEquals(definition(1_000, 1_100), new McNemar(1_000, 1_100).exact(), 1e-12);
    }

    @Test
    void isOneWithoutDiscordantPairsAndWithAsManyOnEitherSide() {
        assertEquals(1, new McNemar(0, 0).exact());
        assertEquals(1, new McNemar(0, 0).midP());
        assertEquals(1, new McNemar(7, 7).exact());
    }

    @Test
    void takesHalfOfTheOutcomesThatAreJustAsExtreme() {
        assertEquals(0.5, new McNemar(0, 1).midP(), 1e-15);
        assertEquals(0.75, new McNemar(1, 1).midP(), 1e-15);
        assertEquals(0.25, new McNemar(2, 0).midP(), 1e-15);
    }

    @Test
    void givesTheSameForLossesAndGainsSwapped() {
        for (int lost = 0; lost <= 30; lost++) {
            for (int gained = 0; gained <= 30; gained++) {
                assertEquals(new McNemar(lost, gained).exact(), new McNemar(gained, lost).exact());
                assertEquals(new McNemar(lost, gained).midP(), new McNemar(gained, lost).midP(), 1e-14);
            }
        }
    }

    @Test
    void needsSixPairsOnOneSideToReject() {
        assertFalse(new McNemar(5, 0).rejects());
        assertTrue(new McNemar(6, 0).rejects());
    }

    @Test
    void rejectsNegativeCounts() {
        assertThrows(IllegalArgumentException.class, () -> new McNemar(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new McNemar(Integer.MAX_VALUE, 1));
    }

    private static double definition(int lost, int gained) {
        int n = lost + gained;
        BigInteger sum = BigInteger.ZERO;
        BigInteger coefficient = BigInteger.ONE;
        for (int i = 0; i <= Math.min(lost, gained); i++) {
            sum = sum.add(coefficient);
            coefficient = coefficient.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        BigDecimal p = new BigDecimal(sum.shiftLeft(1))
                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(n)), MathContext.DECIMAL64);
        return Math.min(1, p.doubleValue());
    }
}
