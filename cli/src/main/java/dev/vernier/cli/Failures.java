package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import dev.vernier.report.Nearest;
import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// How every failure becomes one line on standard error and an exit status. With the environment variable
/// `VERNIER_DEBUG=1` the stack trace follows.
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Pattern REFUSED = Pattern.compile("(?:.*[:=] )?(\\S+), known: (.*)");
    private static final int BAD_INPUT = 1;
    private static final int BAD_USAGE = 2;
    /// What shells report of a process that SIGINT ended.
    private static final int INTERRUPTED = 130;

    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        return switch (failure) {
            case UnmatchedArgumentException unknown ->
                say(unknown(command, unknown.getUnmatched()), BAD_USAGE, failure);
            case MissingParameterException missing when isMisspelt(command) ->
                say(unknown(command, command.getUnmatchedArguments()), BAD_USAGE, failure);
            case MissingParameterException missing -> say(lowerCase(missing.getMessage()) + "; see "
                    + command.getCommandSpec().qualifiedName() + " --help", BAD_USAGE, failure);
            default -> say(badValue(failure), BAD_INPUT, failure);
        };
    }

    /// Whether something is missing where an option stands that is not known.
    private static boolean isMisspelt(CommandLine command) {
        return command.getUnmatchedArguments().stream().anyMatch(word -> word.startsWith("-"));
    }

    private static String unknown(CommandLine command, List<String> words) {
        String name = command.getCommandName();
        String first = words.getFirst();
        boolean isCommand = command.getParent() == null && !first.startsWith("-");
        return isCommand
                ? "unknown command '" + first + "', known: " + String.join(", ", command.getSubcommands().keySet())
                        + Nearest.question(first, command.getSubcommands().keySet())
                : name + ": unknown " + (first.startsWith("-") ? "option" : "argument") + " '" + first + "'"
                        + Nearest.question(first, command.getCommandSpec().optionsMap().keySet())
                        + "; see "
                        + command.getCommandSpec().qualifiedName() + " --help";
    }

    private static String badValue(ParameterException failure) {
        if (!(failure.getCause() instanceof InputException input) || failure.getArgSpec() == null) {
            return lowerCase(failure.getMessage());
        }
        String name = failure.getArgSpec() instanceof OptionSpec option
                ? option.longestName()
                : failure.getArgSpec().paramLabel();
        return (input.getMessage().startsWith(name.replace("-", "")) ? input.getMessage()
                : name + ": " + input.getMessage()) + meant(input.getMessage());
    }

    /// What was meant, where the words that would do are listed.
    private static String meant(String message) {
        Matcher refused = REFUSED.matcher(message);
        return refused.matches() ? Nearest.question(refused.group(1), List.of(refused.group(2).split(", "))) : "";
    }

    private static String lowerCase(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return failure instanceof ParameterException usage ? handleParseException(usage, new String[0])
                : report(failure);
    }

    int report(Throwable failure) {
        return switch (failure) {
            case InputException input -> say(input.getMessage(), BAD_INPUT, input);
            case CancellationException interrupted -> INTERRUPTED;
            case OutOfMemoryError full ->
                say("out of memory: a Java heap of " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MB, needed more (-Xmx) or smaller --batch and --threads", BAD_INPUT, full);
            default -> say("internal error: " + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                    + " (VERNIER_DEBUG=1 shows where)", BAD_INPUT, failure);
        };
    }

    private int say(String message, int status, Throwable failure) {
        console.error(message.replaceAll("\\p{Cntrl}+", " "));
        if ("1".equals(System.getenv("VERNIER_DEBUG"))) {
            failure.printStackTrace(console.err());
        }
        return status;
    }
}
