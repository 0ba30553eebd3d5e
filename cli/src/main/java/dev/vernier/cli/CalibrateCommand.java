package dev.vernier.cli;

import dev.vernier.Vernier;
import dev.vernier.cli.console.Console;
import dev.vernier.convert.Data;
import dev.vernier.convert.Measuring;
import dev.vernier.convert.SampleShapes;
import dev.vernier.convert.Shard;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Layout;
import dev.vernier.data.Preprocess;
import dev.vernier.file.Folders;
import dev.vernier.model.Model;
import dev.vernier.quant.QConfig;
import dev.vernier.report.CalibrateAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `vernier calibrate`.
@Command(name = "calibrate", footer = {"", "Examples:",
    "  vernier calibrate resnet20.onnx --data cifar10:data/cifar10 --calibrate 4096 -o seen.calibration",
    "  vernier calibrate --merge part1.calibration part2.calibration -o seen.calibration"}, customSynopsis = {
        "vernier calibrate MODEL --data SPEC -o FILE [--shard I/K] [--resume] [OPTIONS]",
        "       vernier calibrate --merge FILE... -o FILE"}, description = "Saves what a model's activations hold, for --calibration of the other commands. Ctrl-C saves what was "
                + "seen until then. Files of shards merge to what one run gives, bit for bit.")
final class CalibrateCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "A float ONNX or Keras file.")
    private Path model;

    @Option(names = {"-o", "--out"}, required = true, paramLabel = "FILE", description = "Where it is saved.")
    private Path output;

    @Option(names = "--merge", arity = "1..*", paramLabel = "FILE", description = "Add up these files instead of running a model.")
    private List<Path> merged = List.of();

    @Option(names = "--data", paramLabel = "SPEC", description = "The samples: cifar10:DIR[:train|:test], mnist:DIR[:train|:test], images:DIR, npz:FILE[:train|:test][:x=NAME,y=NAME] or "
            + "shapes[:train|:test]. Where they have a train split, that is taken, as the other commands do.")
    private DataSpec data;

    @Option(names = "--shard", paramLabel = "I/K", description = "Only the I-th of K equal parts of the samples.")
    private Shard shard = Shard.WHOLE;

    @Option(names = "--resume", description = "Go on with the file that is there: no sample is seen twice.")
    private boolean resume;

    @Option(names = "--preprocess", paramLabel = "HOW", description = "raw, unit (x/255), imagenet, signed (x/127.5-1), or scale=..,mean=a:b:c,std=a:b:c,layout=..,"
            + "channels=rgb|bgr|gray,resize=..,crop=... Without it the model's card MODEL.card.json says how.")
    private Preprocess preprocess;

    @Option(names = "--layout", paramLabel = "LAYOUT", description = "The order of the axes in which arrays (npz:FILE) hold images: nchw or nhwc; default: as the model takes them.")
    private Layout layout;

    @Mixin
    private InputShapeOptions shapes;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private RunOptions run;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        Path[] kept = Data.kept(Optional.ofNullable(data), model == null ? new Path[0] : new Path[] {model});
        Folders.requireWritable(output);
        Folders.requireOther(output, kept);
        json.requireWritable(kept);
        Console speaking = json.console(main.console());
        return json.answer(main.console(), merged.isEmpty() ? measured(speaking) : merged(speaking));
    }

    private CalibrateAnswer measured(Console speaking) {
        if (model == null) {
            throw missing("missing MODEL, or --merge FILE...");
        }
        if (data == null && quantization.calibrationData().isEmpty()) {
            throw missing("missing required option: '--data=SPEC'");
        }
        DataSpec spec = quantization.calibrationData().orElse(data);
        Data samples = new Data(spec, OptionalInt.empty(), quantization.calibrationSource(run.batch()),
                Optional.ofNullable(preprocess)).in(Optional.ofNullable(layout));
        Model source = Vernier.standard().with(speaking).read(model,
                new SampleShapes(model, shapes.asked(), samples, speaking));
        Measuring measuring = Measuring.check(source, samples, shard,
                quantization.recipe(QConfig.X86, Optional.empty()), quantization.range(), run.engine().forEveryStage(),
                run.crew());
        return CalibrateAnswer.of(measuring, output, measuring.run(output, resume, speaking));
    }

    private CalibrateAnswer merged(Console speaking) {
        if (model != null) {
            throw missing("--merge adds files and runs no model, but MODEL = " + model + " was given");
        }
        return CalibrateAnswer.of(merged, output, Measuring.merge(merged, output, speaking));
    }

    private MissingParameterException missing(String text) {
        return new MissingParameterException(spec.commandLine(), List.of(), text);
    }
}
