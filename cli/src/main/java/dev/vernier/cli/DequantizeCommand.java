package dev.vernier.cli;

import dev.vernier.Vernier;
import dev.vernier.inspect.Dequantizing;
import dev.vernier.model.InputShapes;
import dev.vernier.tensor.Counted;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier dequantize`.
@Command(name = "dequantize", footer = {"", "Example:",
    "  vernier dequantize resnet20-int8.onnx -o resnet20-float.onnx"}, description = "Writes a quantized model as the float model that its codes stand for: weights, biases, and the "
            + "ReLUs and Clips that the codes' ranges had taken in.")
final class DequantizeCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "MODEL", description = "A quantized ONNX file.")
    private Path model;

    @Option(names = {"-o",
        "--out"}, required = true, paramLabel = "OUT.onnx", description = "Where the float model is written.")
    private Path output;

    @Mixin
    private InputShapeOptions shapes;

    @Override
    public Integer call() {
        Vernier.requireWritable(output, model);
        Dequantizing done = Dequantizing.of(model, InputShapes.given(shapes.asked()));
        done.write(output);
        main.console().say(
                String.format(Locale.ROOT, "%s: %s and %s in float, %s no longer rounded",
                        output, new Counted(done.weights(), "weight"), new Counted(done.biases(), "bias"),
                        new Counted(done.activations(), "activation")));
        return 0;
    }
}
