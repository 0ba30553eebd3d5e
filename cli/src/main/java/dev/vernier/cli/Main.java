package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `vernier`: the root of all commands.
@Command(name = "vernier", mixinStandardHelpOptions = true, versionProvider = VersionProvider.class, synopsisSubcommandLabel = "COMMAND", description = "Quantizes neural networks to int8, runs them, and tells whether and why the accuracy changed.", footer = {
    "", "Exit status: 0 done; 1 bad input; 2 unknown command or option, or a missing argument;",
    "3 a finding of severity error, or a gate not met."})
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String... arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    /// Runs one command line.
    ///
    /// @return the exit status
    public static int run(Console console, String... arguments) {
        Failures failures = new Failures(console);
        try {
            return commandLine(console, failures, arguments).execute(arguments);
        } catch (Error error) {
            return failures.report(error);
        }
    }

    /// Only the command that is asked for is made: to make them all takes as long as a short one runs.
    private static CommandLine commandLine(Console console, Failures failures, String... arguments) {
        CommandLine root = new CommandLine(new Main());
        Map<String, Supplier<Object>> commands = commands(console);
        Optional<Supplier<Object>> asked = Stream.of(arguments).findFirst().map(commands::get);
        asked.map(Stream::of).orElseGet(() -> commands.values().stream())
                .forEach(command -> root.addSubcommand(command.get()));
        OptionValues.register(root);
        return root.setOut(console.writer())
                .setErr(console.errorWriter())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.style().isOn() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(110)
                .setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /// By name, in the order of the help.
    private static Map<String, Supplier<Object>> commands(Console console) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("quantize", () -> new QuantizeCommand(console));
        commands.put("calibrate", () -> new CalibrateCommand(console));
        commands.put("eval", () -> new EvalCommand(console));
        commands.put("audit", () -> new AuditCommand(console));
        commands.put("compare", () -> new CompareCommand(console));
        commands.put("claim", () -> new ClaimCommand(console));
        commands.put("inspect", () -> new InspectCommand(console));
        commands.put("bench", () -> new BenchCommand(console));
        commands.put("dequantize", () -> new DequantizeCommand(console));
        commands.put("demo", () -> new DemoCommand(console));
        return commands;
    }

    @Override
    public Integer call() {
        throw new CommandLine.MissingParameterException(spec.commandLine(), List.of(),
                "missing COMMAND, known: " + String.join(", ", spec.subcommands().keySet()));
    }
}
