package dev.vernier.report;

import dev.vernier.stats.SliceChange;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/// What people read beside a verdict: how many samples it would take, and which slices changed.
final class PairedText {
    private static final int MOST = 5;

    private PairedText() {}

    /// @param what more samples would do; nothing is said where there is no number of them
    static void sayMoreSamples(OptionalLong more, String what, Lines lines) {
        if (more.isPresent()) {
            lines.say(String.format(Locale.ROOT,
                    "were the observed change the true one, about %,d more samples would %s with 80 %% power",
                    rounded(more.getAsLong()), what));
        }
    }

    /// The slices that changed, the clearest first.
    ///
    /// @param plural what slices are called
    /// @param name what one of them is called, by its number
    static void sayChanged(String plural, IntFunction<String> name, List<SliceChange> changes, Lines lines) {
        List<SliceChange> significant = changes.stream().filter(SliceChange::isSignificant)
                .sorted(Comparator.comparing(SliceChange::adjusted)).toList();
        significant.stream().limit(MOST).forEach(change -> lines.say(String.format(Locale.ROOT,
                "%s alone: %,d lost and %,d gained of %,d (p = %.2g, corrected for %d %s)", name.apply(change.slice()),
                change.paired().lost(), change.paired().gained(), change.paired().n(), change.adjusted(),
                changes.size(), plural)));
        if (significant.size() > MOST) {
            lines.say(String.format(Locale.ROOT, "and %,d more %s", significant.size() - MOST, plural));
        }
    }

    /// Two digits that matter, rounded up.
    private static long rounded(long count) {
        long unit = 1;
        while (count / unit >= 100) {
            unit *= 10;
        }
        return (count + unit - 1) / unit * unit;
    }
}
