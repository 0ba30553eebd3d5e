package dev.vernier.cli;

import dev.vernier.EngineName;
import dev.vernier.Vernier;
import dev.vernier.audit.Evaluating;
import dev.vernier.audit.Mode;
import dev.vernier.audit.PredictionsFile;
import dev.vernier.cli.console.Console;
import dev.vernier.model.Model;
import dev.vernier.quant.QConfig;
import dev.vernier.report.EvalAnswer;
import dev.vernier.report.MeasuredEvalAnswer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier eval`.
@Command(name = "eval", footer = {"", "Examples:",
    "  vernier eval resnet20.onnx --data cifar10:data/cifar10 --predictions float.npz",
    "  vernier eval resnet20-int8.onnx --data cifar10:data/cifar10 --engine onnxruntime"}, description = "Counts how many samples a model gets right.")
final class EvalCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file, float or quantized, or a Keras file.")
    private Path model;

    @Mixin
    private DataOptions data;

    @Option(names = "--mode", paramLabel = "MODE", description = "float, simulated or integer; default: that of the file. A float file is quantized first for the "
            + "other two.")
    private Mode mode;

    @Option(names = "--predictions", paramLabel = "FILE.npz", description = "Write what was predicted for every sample.")
    private Path predictions;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private SavedCalibrationOptions calibration;

    @Mixin
    private CrewOptions crew;

    @Option(names = "--engine", paramLabel = "NAME", description = "onednn (default), reference, onnxruntime, or onnxruntime-exact, whose int8 sums never "
            + "saturate; for .tflite files tflite, TensorFlow Lite's own kernels, or tflite-xnnpack.")
    private EngineName engine = EngineName.ONEDNN;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        json.requireWritable(data.kept(model));
        Optional<Path> file = Optional.ofNullable(predictions);
        file.ifPresent(path -> PredictionsFile.requireWritable(path, data.kept(model)));
        Console speaking = json.console(main.console());
        Model source = data.read(model, speaking);
        Evaluating evaluating =
                Evaluating.check(source, data.with(quantization.calibrationSource(crew.batch())),
                        Optional.ofNullable(mode),
                        quantization.recipe(QConfig.X86, calibration.saved()), engine.engine(), crew.crew());
        if (!source.readout().measured().isOfClasses()) {
            return json.answer(main.console(), MeasuredEvalAnswer.of(evaluating, evaluating.measure(file, speaking)));
        }
        Evaluating.Result result = evaluating.run(file, speaking);
        return json.answer(main.console(), EvalAnswer.of(evaluating, result,
                evaluating.doubts(result, Vernier.standard().with(crew.crew()).equipment(), speaking)));
    }
}
