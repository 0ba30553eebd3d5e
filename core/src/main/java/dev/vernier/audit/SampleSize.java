package dev.vernier.audit;

import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// How many samples it takes to see a change that is as large as the observed one.
public final class SampleSize {
    /// Up to this many discordant pairs the power is computed exactly; beyond, the normal formula is as good.
    private static final int EXACT = 5_000;

    private SampleSize() {}

    /// The fewest samples at which the exact test finds the observed change with probability [Power#ENOUGH], if
    /// samples stay discordant, and fall on either side, as often as was observed. At least six pairs are discordant
    /// then. Empty where as many are lost as gained.
    ///
    /// The normal formula is Connor's, "Sample size for testing differences in proportions for the paired-sample design",
    /// Biometrics 43 (1987) 207-211; the exact power is that of [Power].
    public static OptionalLong toShow(Paired paired) {
        int discordant = paired.lost() + paired.gained();
        if (paired.lost() == paired.gained()) {
            return OptionalLong.empty();
        }
        double lean = Math.abs(paired.gained() - paired.lost()) / (double) discordant;
        double share = (double) discordant / paired.n();
        double pairs = connor(lean, share);
        return OptionalLong.of((long) Math.ceil((pairs > EXACT ? pairs : exact(lean, share, pairs)) / share));
    }

    /// The number of discordant pairs that Connor's formula asks for.
    private static double connor(double lean, double share) {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double level = normal.inverseSurvivalProbability(McNemar.ALPHA / 2);
        double power = normal.inverseCumulativeProbability(Power.ENOUGH);
        double root = (level + power * Math.sqrt(1 - share * lean * lean)) / lean;
        return root * root;
    }

    private static int exact(double lean, double share, double estimate) {
        int low = 0;
        int high = (int) (2 * estimate) + 20;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (power(middle, lean, share) < Power.ENOUGH) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double power(int pairs, double lean, double share) {
        int n = (int) Math.min(Integer.MAX_VALUE, Math.ceil(pairs / share));
        return Power.of(n, Math.min(pairs, n)).at(100 * lean * pairs / n);
    }
}
