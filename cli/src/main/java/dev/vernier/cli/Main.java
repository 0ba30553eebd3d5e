package dev.vernier.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line's entry.
@Command(name = "vernier", mixinStandardHelpOptions = true, version = "vernier 0.1.0")
public final class Main implements Runnable {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }
}
