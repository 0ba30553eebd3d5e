package dev.vernier.tensor;

import java.util.Locale;

/// A number of things as sentences have it: `1 sample`, `2 classes`, `1,024 samples`.
///
/// @param noun what one of them is called
public record Counted(long count, String noun) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d %s", count,
                count == 1 ? noun : noun + (noun.matches(".*(?:s|x|ch)") ? "es" : "s"));
    }
}
