package dev.vernier.cli.console;

import dev.vernier.data.Listener;
import dev.vernier.data.Progress;
import dev.vernier.file.ReadableOutput;
import dev.vernier.report.Lines;
import dev.vernier.report.Style;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Where a command speaks: answers on standard output, how far it has come and what went wrong on standard error.
///
/// @param out what the command answers
/// @param err everything else
/// @param people where answers for people go; `err` where standard output holds JSON alone
/// @param style of what people read
/// @param isAnimated whether progress is a moving bar rather than a line per stage
public record Console(PrintStream out, PrintStream err, PrintStream people, Style style, boolean isAnimated)
        implements
            Lines,
            Listener {
    private static final int WIDTH = 78;
    private static final byte CYAN = 36;

    /// The console of this process: colours and moving bars on a terminal only, no colours where `NO_COLOR` is set.
    public static Console ofProcess() {
        PrintStream out = stream(new ReadableOutput(new FileOutputStream(FileDescriptor.out), isPipe(1)));
        PrintStream err = stream(new FileOutputStream(FileDescriptor.err));
        boolean colours = isTerminal(1) && noColor().isEmpty();
        return new Console(out, err, out, new Style(colours), isTerminal(2));
    }

    /// A console without colours or animation.
    public static Console plain(PrintStream out, PrintStream err) {
        return new Console(out, err, out, Style.PLAIN, false);
    }

    private static PrintStream stream(OutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private static boolean isPipe(int descriptor) {
        return target(descriptor).filter(open -> open.startsWith("pipe:") || open.startsWith("socket:")).isPresent();
    }

    private static String noColor() {
        return System.getenv().getOrDefault("NO_COLOR", "");
    }

    /// Elsewhere than on Linux Java knows only of both standard input and output together.
    private static boolean isTerminal(int descriptor) {
        return target(descriptor).map(
                open -> open.startsWith("/dev/pts/") || open.startsWith("/dev/tty") || open.equals("/dev/console"))
                .orElseGet(() -> System.console() != null && System.console().isTerminal());
    }

    /// What a descriptor is open on, as Linux shows it; empty elsewhere.
    private static Optional<String> target(int descriptor) {
        try {
            return Optional
                    .of(Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor))).toString());
        } catch (IOException | UnsupportedOperationException notLinux) {
            return Optional.empty();
        }
    }

    public Console forPeopleOnStandardError() {
        return new Console(out, err, err, new Style(isAnimated && noColor().isEmpty()), isAnimated);
    }

    public PrintWriter writer() {
        return new PrintWriter(out, true, StandardCharsets.UTF_8);
    }

    public PrintWriter errorWriter() {
        return new PrintWriter(err, true, StandardCharsets.UTF_8);
    }

    @Override
    public void say(String line) {
        people.println(line);
    }

    @Override
    public void note(String line) {
        err.println(style.dim(line));
    }

    @Override
    public void warn(String line) {
        error(line);
    }

    public void error(String line) {
        err.println(style.red("vernier:") + " " + line);
    }

    /// Does something long and shows how far it has come, how fast, and how long it will still take: a bar on a terminal, a
    /// line now and then elsewhere. A line says when it is done, and how long it took.
    ///
    /// @param unit what is counted, in the plural
    @Override
    public <T> T during(String task, String unit, long total, Function<Progress, T> work) {
        ProgressLines lines = new ProgressLines(task, unit, total, err);
        T result = isAnimated ? underBar(task, total, lines, work) : work.apply(lines);
        lines.done();
        return result;
    }

    private <T> T underBar(String task, long total, ProgressLines lines, Function<Progress, T> work) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(String.format(Locale.ROOT, "%-17s", task))
                .setInitialMax(total)
                .setStyle(bar())
                .setUpdateIntervalMillis(100)
                .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setConsumer(new DelegatingProgressBarConsumer(this::redraw, WIDTH))
                .setMaxRenderedLength(WIDTH)
                .clearDisplayOnFinish()
                .build()) {
            return work.apply((done, all) -> {
                bar.stepTo(done);
                lines.reached(done);
            });
        }
    }

    private void redraw(String bar) {
        err.print("\r" + bar);
        err.flush();
    }

    private ProgressBarStyle bar() {
        return style.isOn()
                ? ProgressBarStyle.builder().colorCode(CYAN).leftBracket("│").rightBracket("│").block('█')
                        .fractionSymbols(" ▏▎▍▌▋▊▉").build()
                : ProgressBarStyle.UNICODE_BLOCK;
    }
}
