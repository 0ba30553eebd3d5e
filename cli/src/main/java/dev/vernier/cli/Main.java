package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import dev.vernier.model.Version;
import dev.vernier.tensor.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/// `vernier`: the root of all commands.
@Command(name = "vernier", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = "Quantizes neural networks to int8, runs them, and tells whether and why the accuracy changed.", footer = {
    "", "vernier COMMAND --help tells what a command takes, vernier explain what a finding is.",
    "Completions: source <(vernier completion bash)"})
public final class Main implements Callable<Integer> {
    private static final int WIDTH = 110;
    private static final Set<String> WITHOUT_FINDINGS =
            Set.of("calibrate", "inspect", "bench", "convert", "dequantize", "explain", "completion");

    @Spec
    private CommandSpec spec;

    private final Console console;

    private Main(Console console) {
        this.console = console;
    }

    /// Where commands speak.
    Console console() {
        return console;
    }

    public static void main(String... arguments) {
        System.exit(run(Console.ofProcess(), arguments));
    }

    /// Runs one command line.
    ///
    /// @return the exit status
    public static int run(Console console, String... arguments) {
        Failures failures = new Failures(console);
        try {
            int status = commandLine(console, failures, arguments).execute(arguments);
            return !console.out().checkError() ? status
                    : failures.report(new InputException(
                            "standard output: cannot be written to, needed a place that takes the answer"));
        } catch (Error error) {
            return failures.report(error);
        }
    }

    /// Only the command that is asked for is made: to make them all takes as long as a short one runs.
    private static CommandLine commandLine(Console console, Failures failures, String... arguments) {
        Map<String, Supplier<Object>> commands = commands();
        Optional<Supplier<Object>> asked = Stream.of(arguments).findFirst().map(commands::get);
        return of(console, asked.map(Stream::of).orElseGet(() -> commands.values().stream())).setOut(console.writer())
                .setErr(console.errorWriter())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.style().isOn() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(WIDTH)
                .setUsageHelpAutoWidth(console.style().isOn())
                .setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }

    /// All commands.
    static CommandLine complete(Console console) {
        return of(console, commands().values().stream());
    }

    private static CommandLine of(Console console, Stream<Supplier<Object>> commands) {
        CommandLine root = new CommandLine(new Main(console));
        commands.forEach(command -> root.addSubcommand(command.get()));
        OptionValues.register(root);
        root.getSubcommands().values().forEach(line -> {
            line.getCommandSpec().mixinStandardHelpOptions(true).usageMessage().sortOptions(false);
            line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OptionGroups());
        });
        Stream.concat(Stream.of(root), root.getSubcommands().values().stream()).forEach(line -> {
            line.getCommandSpec().versionProvider(() -> new String[] {"vernier " + Version.text()});
            line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit status:%n")
                    .exitCodeList(UsageMessageSpec.keyValuesMap(statuses(line.getCommandName())));
        });
        return root;
    }

    private static String[] statuses(String command) {
        String[] all = {"0:done", "1:bad input, a bad value of a known option among it",
            "2:unknown command or option, or a missing argument", "3:a finding of severity error, or a gate not met"};
        return Arrays.copyOf(all, WITHOUT_FINDINGS.contains(command) ? all.length - 1 : all.length);
    }

    /// By name, in the order of the help.
    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("quantize", QuantizeCommand::new);
        commands.put("calibrate", CalibrateCommand::new);
        commands.put("eval", EvalCommand::new);
        commands.put("audit", AuditCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("claim", ClaimCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("convert", ConvertCommand::new);
        commands.put("dequantize", DequantizeCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }

    @Override
    public Integer call() {
        throw new CommandLine.MissingParameterException(spec.commandLine(), List.of(),
                "missing COMMAND, known: " + String.join(", ", spec.subcommands().keySet()));
    }
}
