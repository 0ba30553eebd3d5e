package dev.vernier.cli;

import dev.vernier.Vernier;
import dev.vernier.audit.Equipment;
import dev.vernier.audit.Quantizing;
import dev.vernier.cli.console.Console;
import dev.vernier.convert.Conversion;
import dev.vernier.model.Model;
import dev.vernier.report.ConversionAnswer;
import dev.vernier.report.MeasuredAnswer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier quantize`.
@Command(name = "quantize", footer = {"", "Examples:",
    "  vernier quantize resnet20.onnx --data cifar10:data/cifar10 -o resnet20-int8.onnx",
    "  vernier quantize net.onnx --data images:val --preprocess imagenet -o net-int8.onnx --report net.html"}, description = "Quantizes a float model to int8, writes it, and shows on the same samples what each stage cost.")
final class QuantizeCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "MODEL", description = "A float model: an .onnx, .tflite, .keras or .h5 file.")
    private Path model;

    @Option(names = {"-o",
        "--out"}, required = true, paramLabel = "OUT", description = "Where the int8 model is written: an .onnx or .tflite file.")
    private Path output;

    @Option(names = "--no-eval", description = "Quantize and write alone; the samples need no labels, and all may be calibrated on.")
    private boolean isNotEvaluated;

    @Option(names = "--int8-io", description = "A .tflite file takes and gives int8 codes, where it would quantize and dequantize by itself.")
    private boolean hasCodeEnds;

    @Mixin
    private LadderOptions ladder;

    @Override
    public Integer call() {
        Vernier.requireWritable(output, ladder.kept(model));
        ladder.answers().requireWritable(ladder.kept(model, output));
        Console speaking = ladder.answers().console(main.console());
        Model source = ladder.read(model, speaking);
        Equipment equipment = ladder.run().equipment(output, hasCodeEnds);
        if (isNotEvaluated) {
            Conversion conversion = ladder.conversion(source, equipment);
            return ladder.answers().answer(main.console(), ConversionAnswer.of(conversion,
                    conversion.run(equipment.format(), output, speaking), output));
        }
        boolean isOfClasses = ladder.isOfClasses(source);
        Quantizing quantizing = ladder.quantizing(source, equipment);
        return isOfClasses
                ? ladder.answer(quantizing.run(output, ladder.more(), speaking), Optional.of(output),
                        Optional.of(output), main.console())
                : ladder.answers().answer(main.console(),
                        MeasuredAnswer.of(quantizing, quantizing.measure(output, ladder.more(), speaking)));
    }
}
