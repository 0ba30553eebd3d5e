package dev.vernier.report;

import dev.vernier.audit.Mode;
import dev.vernier.speed.Agreement;
import dev.vernier.speed.Benchmark;
import dev.vernier.speed.Benchmarking;
import dev.vernier.speed.PeerName;
import dev.vernier.speed.Rounds;
import dev.vernier.speed.SpeedRatio;
import dev.vernier.timing.Timing;
import java.util.List;
import java.util.Locale;

/// What people read of a [Benchmark]: a table of the contestants, what their ratios say, and the machine.
public final class BenchText {
    /// As wide as the longest engine.
    private static final String NAME = "%-17s";

    private static final int NAMES = 4;

    private final Benchmark benchmark;
    private final Lines lines;
    private final Style style;

    private BenchText(Benchmark benchmark, Lines lines) {
        this.benchmark = benchmark;
        this.lines = lines;
        this.style = lines.style();
    }

    public static void say(Benchmark benchmark, Lines lines) {
        BenchText text = new BenchText(benchmark, lines);
        text.table();
        lines.say("");
        text.limit();
        benchmark.against().ifPresent(text::against);
        benchmark.sideBySide().ifPresent(text::sideBySide);
        text.shortness();
        benchmark.profile().ifPresent(profile -> ProfileText.say(profile, lines));
        text.machine();
    }

    private void table() {
        Benchmarking asked = benchmark.asked();
        say(style.dim("%s, %s, input %s, %s"), asked.source().name(), asked.mode(),
                String.join(", ", asked.inputShapes().values().stream().map(Object::toString).toList()),
                count(asked.load().threads(), "thread"));
        say(style.dim(NAME + "  %10s  %10s  %10s"), "", "median ms", "fastest ms", "images/s");
        row(asked.engine().toString(), benchmark.time(), true);
        benchmark.limit().ifPresent(limit -> row("limit", limit, false));
        benchmark.against().ifPresent(peer -> row(peer.name().toString(), peer.time(), false));
    }

    private void row(String name, Timing time, boolean isOwn) {
        String row = String.format(Locale.ROOT, NAME + "  %10.3f  %10.3f  %,10.0f", name, time.median(), time.fastest(),
                benchmark.asked().load().batch() * 1e3 / time.median());
        lines.say(isOwn ? style.bold(row) : row);
    }

    private void limit() {
        benchmark.limit().ifPresent(limit -> say("%.2f times the limit: the bare kernels of its "
                + "convolutions and matrix products, one after the other",
                benchmark.time().median() / limit.median()));
    }

    private void against(Benchmark.Against peer) {
        SpeedRatio ratio = peer.ratio();
        String text = String.format(Locale.ROOT,
                "%.2f times as fast as %s %s (95 %% interval %.2f to %.2f, %s)", ratio.ratio(), peer.name(),
                peer.version(), ratio.low(), ratio.high(), count(peer.time().rounds().size(), "alternating round"));
        lines.say(ratio.low() > 1 ? style.green(text) : ratio.high() < 1 ? style.red(text) : style.bold(text));
        if (benchmark.asked().mode() == Mode.INTEGER) {
            fusion(peer);
            if (peer.name().canSaturate()) {
                say("%s adds in 16 bits on this CPU, which has no VNNI: faster, and its sums can saturate; "
                        + "--against %s adds exactly, as %s does", peer.name(), PeerName.ONNXRUNTIME_EXACT,
                        benchmark.asked().engine());
            }
        }
        agreement(peer);
    }

    private void fusion(Benchmark.Against peer) {
        List<String> inFloat = peer.floatConvolutions().orElse(List.of());
        if (peer.isFused().isEmpty()) {
            say("%s runs no convolution: the model has none", peer.name());
        } else if (inFloat.isEmpty()) {
            say("%s runs every convolution in int8", peer.name());
        } else {
            String names = String.join(", ", inFloat.subList(0, Math.min(NAMES, inFloat.size())))
                    + (inFloat.size() > NAMES ? ", ..." : "");
            lines.say(style.red(String.format(Locale.ROOT, "%s runs %s in float (%s): it is not at its best on this "
                    + "file", peer.name(), count(inFloat.size(), "convolution"), names)));
        }
    }

    private void agreement(Benchmark.Against peer) {
        Agreement agreement = peer.agreement();
        String text = String.format(Locale.ROOT,
                "both say the same class of %,d of %s; their scores differ by at most %.2g, and span %.3g",
                agreement.sameTop1(), count(agreement.samples(), "sample"), agreement.largestDifference(),
                agreement.range());
        lines.say(agreement.isPlausible()
                ? text
                : style.red(text + ": they compute different things, and their speeds say nothing"));
    }

    private void sideBySide(Benchmark.SideBySide all) {
        say("%s side by side: %,.0f images/s, %.2f times one session's (95 %% interval %.2f to %.2f)",
                count(all.sessions(), "session"), benchmark.imagesPerSecondSideBySide().orElseThrow(),
                all.ratio().ratio(), all.ratio().low(), all.ratio().high());
    }

    private void shortness() {
        if (benchmark.isShort()) {
            lines.say(style.red(String.format(Locale.ROOT,
                    "only %s in the time there was, needed %d for an interval to rely on",
                    count(benchmark.time().rounds().size(), "round"), Rounds.LEAST)));
        }
    }

    private void machine() {
        String library = benchmark.library()
                .map(found -> ", oneDNN " + found.version() + " with " + found.instructionSet()).orElse("");
        lines.say(style.dim(benchmark.machine().cpu() + ", " + count(benchmark.machine().cores(), "core") + library
                + ", Java " + benchmark.machine().java()));
        if (!benchmark.machine().flags().isEmpty()) {
            lines.say(style.dim(String.join(" ", benchmark.machine().flags())));
        }
    }

    private void say(String format, Object... values) {
        lines.say(String.format(Locale.ROOT, format, values));
    }

    private static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
