package dev.vernier.report;

import java.util.Collection;
import java.util.Comparator;

/// The known word that somebody probably meant: the one that takes the fewest letters changed, added, left out or swapped,
/// where that is at most a third of them.
public final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /// The question to put behind an error; nothing where no word is near.
    public static String question(String word, Collection<String> known) {
        return known.stream()
                .filter(other -> word.length() <= LONGEST && !other.equals(word)
                        && distance(word, other) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(other -> distance(word, other)))
                .map(meant -> "; did you mean '" + meant + "'?").orElse("");
    }

    private static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                boolean isEdge = i == 0 || j == 0;
                steps[i][j] = isEdge ? i + j
                        : Math.min(steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1),
                                1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
