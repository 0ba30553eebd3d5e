package dev.vernier.bench;

import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Observer;
import dev.vernier.calibrate.Statistic;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.timing.Timing;
import dev.vernier.timing.Turns;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What calibration costs beside plain float inference of the same images: `CalibrationSpeed MODEL.onnx [INPUT_SHAPE] [IMAGES]
/// [RUNS]`. The three take turns on one thread, images are loaded each time; medians are compared.
public final class CalibrationSpeed {
    private static final int BATCH = 16;

    private final Engine engine = new OneDnnEngine();
    private final Graph graph;
    private final Loader images;

    private CalibrationSpeed(Path model, Shape input, int count) {
        this.graph = Rewriter.run(OnnxReader.read(model, Map.of("", input)).graph(), Folding.standard()).graph();
        Shape image = Shape.of(Arrays.copyOfRange(input.sizes(), 1, input.rank()));
        this.images = Loader.of(new Noise(image, count), Preprocess.IMAGENET);
    }

    public static void main(String... arguments) {
        String shape = arguments.length > 1 ? arguments[1] : "3,224,224";
        int count = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 64;
        int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 11;
        new CalibrationSpeed(Path.of(arguments[0]), Shape.parse("[n, " + shape + "]"), count).measure(runs);
    }

    private void measure(int runs) {
        Map<String, Runnable> contestants = new LinkedHashMap<>();
        contestants.put("float inference", this::infer);
        contestants.put("min/max", () -> calibrate(Observer.Kind.MINMAX));
        contestants.put("histogram", () -> calibrate(Observer.Kind.HISTOGRAM));
        contestants.values().forEach(Runnable::run);
        Map<String, Timing> timings = new Turns(runs, 1).time(contestants);
        Timing plain = timings.get("float inference");
        double milliseconds = images.dataset().size() * 1e3;
        timings.forEach((name, timing) -> System.out.printf(Locale.ROOT,
                "%-16s %7.1f images/s (median of %d), fastest %7.1f, %.3f times float inference%n", name,
                milliseconds / timing.median(), runs, milliseconds / timing.fastest(),
                timing.median() / plain.median()));
    }

    private void infer() {
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            new Evaluation(images, BATCH, 1).predict(graph, session, Progress.NONE);
        }
    }

    private <O extends Statistic<O>> void calibrate(Observer.Kind<O> kind) {
        new Calibrator<>(engine, graph, Placement.of(graph, QConfig.X86).observed(), kind, "bench")
                .calibrate(images, BATCH, 1, Progress.NONE);
    }
}
