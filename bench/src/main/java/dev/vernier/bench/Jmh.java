package dev.vernier.bench;

import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs the classes whose names end in `Benchmark`: `Jmh [REGEX] [OPTIONS]`, with JMH's own options. What happens goes to
/// standard error, results to standard output.
public final class Jmh {
    private Jmh() {}

    public static void main(String... arguments) throws CommandLineOptionException, RunnerException {
        Options options =
                new OptionsBuilder().parent(new CommandLineOptions(arguments)).shouldFailOnError(true).build();
        Runner runner = new Runner(options,
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL));
        ResultFormatFactory.getInstance(ResultFormatType.TEXT, System.out).writeOut(runner.run());
    }
}
