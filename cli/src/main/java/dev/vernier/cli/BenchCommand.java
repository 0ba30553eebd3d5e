package dev.vernier.cli;

import dev.vernier.EngineName;
import dev.vernier.Vernier;
import dev.vernier.audit.Mode;
import dev.vernier.cli.console.Console;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.report.BenchAnswer;
import dev.vernier.report.BenchText;
import dev.vernier.speed.Benchmark;
import dev.vernier.speed.Benchmarking;
import dev.vernier.speed.PeerName;
import dev.vernier.tensor.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier bench`.
@Command(name = "bench", footer = {"", "Example:",
    "  vernier bench resnet20-int8.onnx --against onnxruntime"}, description = "Measures how fast a model runs on seeded noise: beside the bare kernels of its layers, which is "
            + "the limit, and beside another runtime. All take turns in short bursts; medians are compared.")
final class BenchCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file, float or quantized, or a Keras file.")
    private Path model;

    @Option(names = "--mode", paramLabel = "MODE", description = "float or integer; default: that of the file. A float file is quantized first for integer, calibrated "
            + "on noise.")
    private Mode mode;

    @Option(names = "--batch", paramLabel = "N", description = "Samples in one run; default 1, or the first size of --input-shape.")
    private Integer batch;

    @Mixin
    private InputShapeOptions shapes;

    @Option(names = "--threads", paramLabel = "N", description = "Spread every run over N threads; default 1.")
    private Integer threads = 1;

    @Option(names = "--sessions", paramLabel = "N", description = "Also run N single-threaded sessions side by side, and say how much more they do together than one.")
    private Integer sessions = 1;

    @Option(names = "--engine", paramLabel = "NAME", description = "onednn (default), reference, onnxruntime, onnxruntime-exact, tflite or tflite-xnnpack.")
    private EngineName engine = EngineName.ONEDNN;

    @Option(names = "--against", paramLabel = "NAME", description = "Compare with another runtime on as many threads: onnxruntime, or onnxruntime-exact, whose int8 sums never "
            + "saturate; for .tflite files tflite, TensorFlow Lite's own kernels, or tflite-xnnpack, what it takes by itself.")
    private PeerName against;

    @Option(names = "--profile", description = "Also time every step by itself, and list them beside the limits of their layers, the slowest first.")
    private boolean profile;

    @Option(names = "--seconds", paramLabel = "N", description = "Measure for about N seconds, 1 to "
            + Benchmarking.LONGEST
            + "; default 15. At least 20 rounds are measured, unless a minute is too short for them.")
    private Integer seconds = 15;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the noise; default 0.")
    private Long seed = 0L;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        json.requireWritable(model);
        Console speaking = json.console(main.console());
        Map<String, Shape> asked = shapes.asked();
        Model source = Vernier.standard().with(speaking).read(model, InputShapes.given(asked));
        Benchmarking benchmarking = Benchmarking.check(source, Optional.ofNullable(mode),
                new Benchmarking.Load(Optional.ofNullable(batch), asked.values().stream().findFirst(), threads,
                        sessions, seconds,
                        profile),
                engine,
                Optional.ofNullable(against), seed);
        Benchmark benchmark = benchmarking.run(speaking);
        BenchText.say(benchmark, speaking);
        json.write(main.console(), BenchAnswer.of(benchmark));
        return 0;
    }
}
