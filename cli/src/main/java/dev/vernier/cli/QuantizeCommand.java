package dev.vernier.cli;

import dev.vernier.Vernier;
import dev.vernier.audit.Audit;
import dev.vernier.cli.console.Console;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vernier quantize`.
@Command(name = "quantize", mixinStandardHelpOptions = true, sortOptions = false, description = "Quantizes a float model to int8, writes it, and shows on the same samples what each stage cost.")
final class QuantizeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "A float ONNX file.")
    private Path model;

    @Option(names = {"-o",
        "--out"}, required = true, paramLabel = "OUT.onnx", description = "Where the int8 model is written.")
    private Path output;

    @Mixin
    private LadderOptions ladder;

    QuantizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Vernier.requireWritable(output, model);
        ladder.answers().requireWritable(model, output);
        Console speaking = ladder.answers().console(console);
        Audit audit = ladder.quantizing(ladder.read(model, speaking)).run(output, ladder.more(), speaking);
        return ladder.answer(audit, Optional.of(output), Optional.of(output), console, speaking);
    }
}
