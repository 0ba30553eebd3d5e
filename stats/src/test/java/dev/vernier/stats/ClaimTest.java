package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.tensor.Tensor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClaimTest {
    @Test
    void findsThatNoCountOfTenThousandGivesTheFoundingFigureAndWhatDoes() {
        Claim claim = claim("0.94462", 10_000, 10, "0.7375");
        assertFalse(claim.isPossible());
        List<Explanation> explanations = claim.explanations();
        assertEquals("elementwise-accuracy", explanations.getFirst().id());
        assertEquals(72.31, explanations.getFirst().top1().orElseThrow(), 1e-9);
        assertEquals("training-set", explanations.get(1).id());
        assertTrue(explanations.get(1).text().startsWith("47,231 of 50,000"), explanations.get(1).text());
        assertEquals("0.94462 of 10,000 is impossible: 9,446 correct are 0.94460, 9,447 are 0.94470", claim.text());
    }

    @Test
    void triesTenClassesWhereTheirNumberIsNotKnownAndSomethingIsToBeExplained() {
        Explanation best = claim("0.94462", 10_000).explanations().getFirst();
        assertEquals("elementwise-accuracy", best.id());
        assertTrue(best.text().endsWith("so 7,231 of 10,000 are right, if there are so many classes"), best.text());
        assertTrue(claim("0.9811", 10_000).explanations().stream()
                .noneMatch(one -> one.id().equals("elementwise-accuracy")));
    }

    @Test
    void saysThatAnEarlyStopCannotGiveTheThreadsFigures() {
        for (String figure : List.of("71.76", "71.51", "71.85")) {
            Claim claim = claim(figure, 10_000);
            assertTrue(claim.isPossible());
            assertTrue(claim.explanations().getFirst().text().contains("1,024 or 2,048 images cannot give it"));
            assertFalse(claim(figure, 1_024).isPossible());
            assertFalse(claim(figure, 2_048).isPossible());
        }
    }

    @Test
    void agreesWithTryingEveryCountAtTheDigitsGiven() {
        for (int n : new int[] {1, 2, 3, 7, 64, 99, 200, 1_000}) {
            for (int figure = 0; figure <= 1_000; figure++) {
                BigDecimal share = BigDecimal.valueOf(figure, 3);
                boolean expected = IntStream.rangeClosed(0, n).anyMatch(count -> rounds(count, n, share));
                assertEquals(expected, claim(share.toPlainString(), n).isPossible(), figure + " of " + n);
                assertEquals(expected, claim(share.movePointRight(2).toPlainString() + "%", n).isPossible());
            }
        }
    }

    private static boolean rounds(int count, int n, BigDecimal share) {
        BigDecimal exact = BigDecimal.valueOf(count).divide(BigDecimal.valueOf(n), 40, RoundingMode.DOWN);
        return exact.setScale(3, RoundingMode.HALF_UP).compareTo(share) == 0
                || exact.setScale(3, RoundingMode.HALF_DOWN).compareTo(share) == 0;
    }

    @Test
    void knowsEveryCountAgainFromHowFloatsPrintIt() {
        for (int n : new int[] {3, 333, 1_024, 10_000}) {
            for (int count = 0; count <= n; count++) {
                float share = (float) count / n;
                for (String printed : List.of(
                        String.format(Locale.ROOT, "%.9f", share),
                        new BigDecimal(share).setScale(15, RoundingMode.HALF_EVEN).toPlainString(),
                        new BigDecimal(Float.toString(share)).toPlainString(),
                        new BigDecimal(100.0 * count / n).setScale(12, RoundingMode.HALF_EVEN).toPlainString() + "%",
                        new BigDecimal(Double.toString(100.0 * count / n)).toPlainString() + "%")) {
                    assertEquals(OptionalLong.of(count), claim(printed, n).count(), printed + " of " + n);
                }
            }
        }
        assertTrue(claim("0.744700014591217", 10_000).isPossible());
        assertTrue(claim("0.737500011920929", 10_000).isPossible());
        assertTrue(claim("71.76000213623047", 10_000).isPossible());
        assertFalse(claim("0.744700024591217", 10_000).isPossible());
    }

    @Test
    void readsPercentSharesAndWhatIsNeither() {
        assertEquals(71.76, Figure.parse("71.76").percent(), 1e-12);
        assertEquals(71.76, Figure.parse("0.7176").percent(), 1e-12);
        assertEquals(71.76, Figure.parse("71.76 %").percent(), 1e-12);
        assertEquals(0.5, Figure.parse("0.5%").percent(), 1e-12);
        assertEquals(100, Figure.parse("1.0").percent(), 1e-12);
        for (String text : List.of("", ".", "%", "-0.5", "100.01", "1e3", "0.5.5", "NaN", "71,76", "0.5%%", "٣")) {
            assertThrows(IllegalArgumentException.class, () -> Figure.parse(text), text);
        }
    }

    @Test
    void findsTheRightSamplesBehindAnAccuracyOfOneHotElements() {
        int[] labels = runs().get("labels").ints();
        int[] predictions = runs().get("hist_n-1024_bs-8").ints();
        int equal = 0;
        for (int sample = 0; sample < labels.length; sample++) {
            for (int c = 0; c < 10; c++) {
                equal += (labels[sample] == c) == (predictions[sample] == c) ? 1 : 0;
            }
        }
        Claim claim = claim(new BigDecimal(equal).movePointLeft(5).toPlainString(), 10_000, 10, "0.75");
        assertEquals("elementwise-accuracy", claim.explanations().getFirst().id());
        assertEquals(74.95, claim.explanations().getFirst().top1().orElseThrow(), 1e-9);
    }

    @Test
    void findsAMeanOverBatchesWithAShortLastOne() {
        int[] labels = runs().get("labels").ints();
        int[] predictions = runs().get("float").ints();
        for (int batch : new int[] {64, 128, 256, 512}) {
            double sum = 0;
            int batches = 0;
            for (int first = 0; first < labels.length; first += batch, batches++) {
                int end = Math.min(labels.length, first + batch);
                sum += IntStream.range(first, end).filter(i -> labels[i] == predictions[i]).count()
                        / (double) (end - first);
            }
            Claim claim = claim(String.format(Locale.ROOT, "%.8f", sum / batches), 10_000, 10, "0.75");
            assertFalse(claim.isPossible(), "batch = " + batch);
            Explanation found = claim.explanations().stream()
                    .filter(explanation -> explanation.text().contains("batches of " + batch + ","))
                    .findFirst().orElseThrow();
            assertEquals("batch-averaged", found.id());
            assertEquals(75, found.top1().orElseThrow(), 1);
        }
    }

    @Test
    void findsDigitsThatWereCutOff() {
        assertEquals("truncated", claim("0.666", 3).explanations().getFirst().id());
        assertEquals("truncated", claim("66.66", 3).explanations().getFirst().id());
    }

    @Test
    void namesTopFiveWhereAPossibleCountIsFarAboveTheBaseline() {
        assertTrue(ids(claim("0.9446", 10_000, 10, "0.7375")).contains("top-5"));
        assertFalse(ids(claim("0.7447", 10_000, 10, "0.7375")).contains("top-5"));
        assertFalse(ids(claim("0.9446", 10_000, 4, "0.7375")).contains("top-5"));
    }

    @Test
    void leavesAPlainCountInPeace() {
        assertEquals(List.of("per-image-accuracy"), ids(claim("0.7447", 10_000)));
    }

    @Test
    void refusesNoSamplesAndOneClass() {
        assertThrows(IllegalArgumentException.class, () -> claim("0.5", 0));
        assertThrows(IllegalArgumentException.class, () -> claim("0.5", 2, 1, "0.5"));
    }

    private static List<String> ids(Claim claim) {
        return claim.explanations().stream().map(Explanation::id).toList();
    }

    private static Map<String, Tensor> runs() {
        return Npz.read(Shared.path("golden/resnet18_torch_predictions.npz"));
    }

    private static Claim claim(String accuracy, int n) {
        return new Claim(Figure.parse(accuracy), n, OptionalInt.empty(), Optional.empty());
    }

    private static Claim claim(String accuracy, int n, int classes, String baseline) {
        return new Claim(Figure.parse(accuracy), n, OptionalInt.of(classes), Optional.of(Figure.parse(baseline)));
    }
}
