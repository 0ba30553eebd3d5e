package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class VerdictTest {
    @Test
    void saysNoEvidenceAndWhatWouldHaveShown() {
        assertVerdict("no-evidence",
                "int8 loses 14 and gains 9 of 10,000: no evidence of a change (p = 0.40); "
                        + "a change of 0.14 points or more would have shown with 80 % power",
                Verdict.of("int8", paired(10_000, 14, 9)));
    }

    @Test
    void saysWorseAndBetterByHowMuchAndHowSurely() {
        assertVerdict("worse",
                "int8 loses 120 and gains 80 of 10,000: "
                        + "worse by 0.40 points (p = 0.0057, 95 % interval -0.68 to -0.12)",
                Verdict.of("int8", paired(10_000, 120, 80)));
        assertVerdict("better",
                "int8 loses 80 and gains 120 of 10,000: "
                        + "better by 0.40 points (p = 0.0057, 95 % interval 0.12 to 0.68)",
                Verdict.of("int8", paired(10_000, 80, 120)));
        assertVerdict("worse",
                "int8 loses 1,000 and gains 0 of 1,000: "
                        + "worse by 100.00 points (p < 0.0001, 95 % interval -100.00 to -99.23)",
                Verdict.of("int8", paired(1_000, 1_000, 0)));
    }

    @Test
    void saysIdenticalOnlyWhereEveryPredictionIsTheSame() {
        assertVerdict("identical",
                "folded predicts the same on all 10,000: identical",
                Verdict.of("folded", new Paired(10_000, 7_500, 0, 0, 10_000)));
        assertVerdict("no-evidence",
                "int8 loses 0 and gains 0 of 10,000: no evidence of a change (p = 1.00); "
                        + "a change of 0.08 points or more would have shown with 80 % power",
                Verdict.of("int8", new Paired(10_000, 7_500, 0, 0, 9_999)));
    }

    @Test
    void saysEquivalentOnlyWithAMarginThatHoldsTheInterval() {
        assertVerdict("equivalent",
                "int8 loses 14 and gains 9 of 10,000: "
                        + "equivalent within 0.50 points (p = 0.40, 95 % interval -0.15 to 0.05)",
                Verdict.of("int8", paired(10_000, 14, 9), 0.5));
        assertVerdict("no-evidence",
                "int8 loses 14 and gains 9 of 10,000: no evidence of a change (p = 0.40); "
                        + "a change of 0.14 points or more would have shown with 80 % power; "
                        + "not shown to be within 0.10 points (95 % interval -0.15 to 0.05)",
                Verdict.of("int8", paired(10_000, 14, 9), 0.1));
        assertVerdict("worse",
                "int8 loses 120 and gains 80 of 10,000: "
                        + "worse by 0.40 points (p = 0.0057, 95 % interval -0.68 to -0.12)",
                Verdict.of("int8", paired(10_000, 120, 80), 0.5));
    }

    @Test
    void saysBothWhereARealChangeIsWithinTheMargin() {
        assertVerdict("equivalent",
                "int8 loses 120 and gains 80 of 10,000: "
                        + "worse by 0.40 points, yet equivalent within 1.00 points (p = 0.0057, 95 % interval -0.68 to -0.12)",
                Verdict.of("int8", paired(10_000, 120, 80), 1));
    }

    @Test
    void saysThatAHandfulOfSamplesShowsNothing() {
        assertVerdict("no-evidence",
                "int8 loses 5 and gains 0 of 5: no evidence of a change (p = 0.063); "
                        + "so few samples can show no change at all",
                Verdict.of("int8", paired(5, 5, 0)));
    }

    @Test
    void showsOneSampleOfAMillion() {
        String text = Verdict.of("int8", paired(1_000_000, 20, 4)).text();
        assertTrue(text.contains("worse by 0.0016 points (p = 0.0015"), text);
    }

    @Test
    void neverRoundsPToTheOtherSideOfTheLevel() {
        for (int lost = 0; lost <= 60; lost++) {
            for (int gained = 0; gained <= 60; gained++) {
                Paired paired = paired(1_000, lost, gained);
                String text = Verdict.of("int8", paired).text();
                int at = text.indexOf("p = ");
                if (at >= 0) {
                    double shown = Double.parseDouble(text.substring(at + 4).split("[,)]", 2)[0]);
                    assertEquals(paired.p() < McNemar.ALPHA, shown < McNemar.ALPHA, text);
                }
            }
        }
    }

    private static Paired paired(int n, int lost, int gained) {
        return new Paired(n, lost, lost, gained, 0);
    }

    private static void assertVerdict(String id, String text, Verdict verdict) {
        assertEquals(text, verdict.text());
        assertEquals(id, verdict.id());
    }
}
