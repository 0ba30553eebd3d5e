package dev.vernier.cli;

import dev.vernier.tensor.InputException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier completion`.
@Command(name = "completion", description = "Writes what a shell needs to complete commands and options.", footer = {
    "", "Examples:", "  source <(vernier completion bash)", "  source <(vernier completion zsh)",
    "  vernier completion fish | source"})
final class CompletionCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell;

    @Override
    public Integer call() {
        CommandLine root = Main.complete(main.console());
        main.console().out().print(switch (shell) {
            case "bash", "zsh" -> AutoComplete.bash(root.getCommandName(), root);
            case "fish" -> fish(root);
            default -> throw new InputException("SHELL: " + shell + ", known: bash, zsh, fish");
        });
        return 0;
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder();
        String name = root.getCommandName();
        root.getSubcommands().forEach((command, line) -> {
            script.append("complete -c ").append(name).append(" -n __fish_use_subcommand -f -a ").append(command)
                    .append(" -d ").append(quoted(first(line.getCommandSpec().usageMessage().description())))
                    .append('\n');
            line.getCommandSpec().options().forEach(option -> script.append(fish(name, command, option)));
        });
        return script.toString();
    }

    private static String fish(String name, String command, OptionSpec option) {
        StringBuilder line = new StringBuilder("complete -c ").append(name)
                .append(" -n '__fish_seen_subcommand_from ").append(command).append('\'');
        for (String word : option.names()) {
            line.append(word.startsWith("--") ? " -l " + word.substring(2) : " -s " + word.substring(1));
        }
        return line.append(option.arity().max() > 0 ? " -r" : "").append(" -d ")
                .append(quoted(first(option.description()))).append('\n').toString();
    }

    private static String first(String... description) {
        return description.length == 0 ? "" : description[0].replace("%%", "%").split("(?<=[.:;]) ", 2)[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
