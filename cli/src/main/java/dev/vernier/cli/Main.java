package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import java.util.List;
import java.util.concurrent.Callable;
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
            return commandLine(console, failures).execute(arguments);
        } catch (Error error) {
            return failures.report(error);
        }
    }

    private static CommandLine commandLine(Console console, Failures failures) {
        CommandLine root = new CommandLine(new Main())
                .addSubcommand(new QuantizeCommand(console))
                .addSubcommand(new CalibrateCommand(console))
                .addSubcommand(new EvalCommand(console))
                .addSubcommand(new AuditCommand(console))
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new ClaimCommand(console))
                .addSubcommand(new InspectCommand(console))
                .addSubcommand(new BenchCommand(console))
                .addSubcommand(new DequantizeCommand(console))
                .addSubcommand(new DemoCommand(console));
        Words.register(root);
        return root.setOut(console.writer())
                .setErr(console.errorWriter())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.style().isOn() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(110)
                .setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    @Override
    public Integer call() {
        throw new CommandLine.MissingParameterException(spec.commandLine(), List.of(),
                "missing COMMAND, known: " + String.join(", ", spec.subcommands().keySet()));
    }
}
