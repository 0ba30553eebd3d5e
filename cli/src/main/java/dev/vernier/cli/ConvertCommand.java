package dev.vernier.cli;

import dev.vernier.Vernier;
import dev.vernier.inspect.Converting;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier convert`.
@Command(name = "convert", footer = {"", "Example:",
    "  vernier convert resnet20-int8.onnx -o resnet20-int8.tflite"}, description = "Writes a model, float or quantized, in another format, and says what had to be changed.")
final class ConvertCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "MODEL", description = "An .onnx, .tflite, .keras or .h5 file.")
    private Path model;

    @Option(names = {"-o",
        "--out"}, required = true, paramLabel = "OUT", description = "Where it is written: an .onnx or .tflite file.")
    private Path output;

    @Option(names = "--int8-io", description = "A quantized .tflite file takes and gives int8 codes, where it would quantize and dequantize by itself.")
    private boolean hasCodeEnds;

    @Mixin
    private InputShapeOptions shapes;

    @Override
    public Integer call() {
        Vernier.requireWritable(output, model);
        Vernier vernier = Vernier.standard().with(main.console());
        main.console().say(Converting.run(hasCodeEnds ? vernier.withCodesAtTheEnds() : vernier, model, shapes.asked(),
                output).text());
        return 0;
    }
}
