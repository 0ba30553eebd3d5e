package dev.vernier.cli.view;

import dev.vernier.cli.console.Console;
import dev.vernier.cli.job.Profile;
import java.util.Locale;

/// What people read of a [Profile]: a line for each step, the slowest first.
final class ProfileText {
    private ProfileText() {}

    static void say(Profile profile, Console console) {
        double all = profile.milliseconds();
        console.say("");
        console.say(console.style().dim(row("ms", "share", "limit ms", "times", "step")));
        for (Profile.Entry entry : profile.entries()) {
            console.say(row(number("%.4f", entry.milliseconds()), number("%.1f %%", 100 * entry.milliseconds() / all),
                    entry.limit().map(limit -> number("%.4f", limit)).orElse(""),
                    entry.limit().map(limit -> number("%.2f", entry.milliseconds() / limit)).orElse(""),
                    String.join(" + ", entry.nodes())
                            + console.style().dim("  " + String.join(" + ", entry.operators()) + ", "
                                    + entry.implementation())));
        }
        console.say("");
    }

    private static String row(String milliseconds, String share, String limit, String times, String step) {
        return String.format(Locale.ROOT, "%8s  %7s  %8s  %6s  %s", milliseconds, share, limit, times, step);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
