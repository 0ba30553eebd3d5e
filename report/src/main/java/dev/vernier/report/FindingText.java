package dev.vernier.report;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import java.util.Locale;

/// What people read of findings as such, wherever one is made.
public final class FindingText {
    private FindingText() {}

    /// What a finding is, how it is found, what proves it and what to do.
    public static void say(FindingId id, Lines lines) {
        lines.say(lines.style().bold(id.toString()));
        id.explanation().forEach(lines::say);
    }

    /// One that was made, see [LadderAnswer.FindingAnswer#line].
    static String line(Finding finding) {
        return LadderAnswer.FindingAnswer.of(finding).line();
    }

    /// Every finding that there is, on a line each.
    public static void sayAll(Lines lines) {
        for (FindingId known : FindingId.values()) {
            lines.say(String.format(Locale.ROOT, "%-24s%s", known, firstSentence(known)));
        }
    }

    private static String firstSentence(FindingId id) {
        return String.join(" ", id.explanation()).split("(?<=\\.) ", 2)[0];
    }
}
