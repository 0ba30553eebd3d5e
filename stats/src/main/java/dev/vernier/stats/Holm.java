package dev.vernier.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Corrects several p for having looked several times: Holm, "A simple sequentially rejective multiple test procedure",
/// Scandinavian Journal of Statistics 6 (1979) 65-70. Calling real what stays below a level raises one false alarm or
/// more with at most that probability, however the tests depend on each other.
public final class Holm {
    private Holm() {}

    /// The corrected p, in the same order: the i-th smallest of m times `m - i + 1`, no smaller than the one before, at
    /// most 1.
    ///
    /// @throws IllegalArgumentException where a p lies outside 0 to 1
    public static List<Double> adjusted(List<Double> p) {
        int m = p.size();
        List<Double> adjusted = new ArrayList<>(Collections.nCopies(m, 1.0));
        double before = 0;
        List<Integer> ascending = IntStream.range(0, m).boxed().sorted(Comparator.comparing(p::get)).toList();
        for (int rank = 0; rank < m; rank++) {
            double raw = p.get(ascending.get(rank));
            if (!(raw >= 0 && raw <= 1)) {
                throw new IllegalArgumentException("p = " + raw + ", needed 0 to 1");
            }
            before = Math.max(before, Math.min(1, (m - rank) * raw));
            adjusted.set(ascending.get(rank), before);
        }
        return List.copyOf(adjusted);
    }
}
