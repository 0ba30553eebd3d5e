package dev.vernier.cli;

import dev.vernier.inspect.Inspection;
import dev.vernier.model.InputShapes;
import dev.vernier.report.InspectionAnswer;
import dev.vernier.report.InspectionText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier inspect`.
@Command(name = "inspect", footer = {"", "Example:",
    "  vernier inspect resnet20.onnx --explain"}, description = "Shows a model's graph, folded as it is before quantization.")
final class InspectCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file, float or quantized, or a Keras file.")
    private Path model;

    @Option(names = "--raw", description = "Show the graph as the file holds it.")
    private boolean raw;

    @Option(names = "--explain", description = "List what folding did, and why.")
    private boolean explain;

    @Mixin
    private InputShapeOptions shapes;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        json.requireWritable(model);
        Inspection inspection = Inspection.of(model, InputShapes.given(shapes.asked()), raw);
        InspectionText.say(inspection, explain, json.console(main.console()));
        json.write(main.console(), InspectionAnswer.of(inspection));
        return 0;
    }
}
