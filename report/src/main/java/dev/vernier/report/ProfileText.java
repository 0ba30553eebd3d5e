package dev.vernier.report;

import dev.vernier.speed.Profile;
import java.util.Locale;

/// What people read of a [Profile]: a line for each step, the slowest first.
final class ProfileText {
    private ProfileText() {}

    static void say(Profile profile, Lines lines) {
        double all = profile.milliseconds();
        lines.say("");
        lines.say(lines.style().dim(row("ms", "share", "limit ms", "times", "step")));
        for (Profile.Entry entry : profile.entries()) {
            lines.say(row(number("%.4f", entry.milliseconds()), number("%.1f %%", 100 * entry.milliseconds() / all),
                    entry.limit().map(limit -> number("%.4f", limit)).orElse(""),
                    entry.limit().map(limit -> number("%.2f", entry.milliseconds() / limit)).orElse(""),
                    String.join(" + ", entry.nodes())
                            + lines.style().dim("  " + String.join(" + ", entry.operators()) + ", "
                                    + entry.implementation())));
        }
        lines.say("");
    }

    private static String row(String milliseconds, String share, String limit, String times, String step) {
        return String.format(Locale.ROOT, "%8s  %7s  %8s  %6s  %s", milliseconds, share, limit, times, step);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
