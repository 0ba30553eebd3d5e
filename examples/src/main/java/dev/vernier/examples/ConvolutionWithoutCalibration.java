package dev.vernier.examples;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.Observer;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.quant.RangeRule;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Why does one convolution lose everything when it is converted without calibration, although its weights quantize well?
/// [Its page](../../../../../../../docs/convolution-without-calibration.md) tells how to run it.
public final class ConvolutionWithoutCalibration {
    private static final Graph NETWORK = GraphText.parse("""
            x: f32[n, 132, 64, 64]
            const w: f32[121, 132, 3, 3] = random 1
            y = conv x, w, _ {kernel = [3, 3]}
            return y
            """);

    /// PyTorch's runs under its names: by its histogram observer, which Vernier's rule of least error stands for, or
    /// uncalibrated.
    private static final Map<String, String> RECORDED = Map.of("qnnpack mse", "qnnpack_calibrated", "fbgemm mse",
            "onednn_calibrated", "qnnpack", "qnnpack_uncalibrated", "fbgemm", "onednn_uncalibrated");

    private final Graph graph;
    private final Loader samples;
    private final Tensor reals;

    private ConvolutionWithoutCalibration(Path file) {
        this.graph = NETWORK.withConstants(Map.of("w", Npz.read(file).get("weight")));
        this.samples = Loader.of(new DataSpec.Npz(file).open(), Preprocess.RAW);
        this.reals = outputOf(graph);
    }

    public static void main(String[] words) {
        Arguments arguments = Arguments.parse(words, "ConvolutionWithoutCalibration CONV132.npz CONV132.json");
        run(arguments.files().get(0), arguments.files().get(1), System.out);
    }

    /// What was found; errors are mean squared errors of the output.
    ///
    /// @param calibrated by qconfig and range rule, such as `qnnpack minmax`
    /// @param refusal what is said where nothing was calibrated
    /// @param forced by qconfig, where it is quantized nevertheless
    record Findings(double weightsOnly, Map<String, Double> calibrated, String refusal, Map<String, Double> forced) {}

    static Findings run(Path file, Path torchFile, PrintStream out) {
        ConvolutionWithoutCalibration convolution = new ConvolutionWithoutCalibration(file);
        JsonNode torch = JsonMapper.shared().readTree(torchFile);
        out.printf("Mean squared error of the output%n  %-44s %12s %12s%n", "", "PyTorch", "Vernier");

        double weightsOnly = convolution.weightsOnly();
        row(out, "weights only, scale (max - min) / 256", torch(torch, "weight_only"), weightsOnly);
        Map<String, Double> calibrated = new LinkedHashMap<>();
        for (QConfig config : List.of(QConfig.QNNPACK.withRange(RangeRule.MINMAX), QConfig.QNNPACK, QConfig.X86,
                QConfig.X86.withRange(RangeRule.MSE), QConfig.FBGEMM)) {
            String name = config.name() + " " + config.range();
            calibrated.put(name, convolution.calibrated(config));
            row(out, "calibrated, " + name, torch(torch, RECORDED.get(name)), calibrated.get(name));
        }
        Map<String, Double> forced = new LinkedHashMap<>();
        for (QConfig config : List.of(QConfig.QNNPACK, QConfig.X86, QConfig.FBGEMM)) {
            forced.put(config.name(), convolution.forced(config));
            row(out, "not calibrated and forced, " + config.name(), torch(torch, RECORDED.get(config.name())),
                    forced.get(config.name()));
        }
        String refusal = convolution.refusal();
        out.printf("%nNot calibrated and not forced, PyTorch warns and converts. Vernier refuses:%n  %s%n", refusal);

        double best = calibrated.values().stream().mapToDouble(error -> error).min().orElseThrow();
        double worst = forced.values().stream().mapToDouble(error -> error).max().orElseThrow();
        out.printf(Locale.ROOT,
                "%nConclusion: the weights were never the problem (%.1e); without calibration every activation "
                        + "gets scale 1, which makes the error %,.0f times that of a calibrated network: run samples "
                        + "through it before you convert.%n",
                weightsOnly, worst / best);
        return new Findings(weightsOnly, calibrated, refusal, forced);
    }

    private static Optional<Double> torch(JsonNode torch, String run) {
        return Optional.ofNullable(run).map(name -> torch.get(name).get("output_mse").asDouble());
    }

    private static void row(PrintStream out, String name, Optional<Double> torch, double vernier) {
        out.printf(Locale.ROOT, "  %-44s %12s %12.3e%n", name,
                torch.map(error -> String.format(Locale.ROOT, "%.3e", error)).orElse(""), vernier);
    }

    /// With one scale of the weights and nothing else quantized, as it is often done by hand.
    private double weightsOnly() {
        float low = 0;
        float high = 0;
        for (float weight : graph.constants().get("w").floats()) {
            low = Math.min(low, weight);
            high = Math.max(high, weight);
        }
        QParams params = QParams.perTensor(DType.I8, (high - low) / 256, 0);
        return error(new QuantizedModel(graph, Quantization.NONE.with("w", params)).weightsOnly());
    }

    private double calibrated(QConfig config) {
        Placement placement = Placement.of(graph, config);
        Calibration<Histogram> seen = new Calibrator<>(
                new OneDnnEngine(), graph, placement.observed(), Observer.Kind.HISTOGRAM, "one convolution")
                .calibrate(samples, 1, 1, Progress.NONE);
        return error(integer(new Quantizer(graph, placement, config).quantize(seen::range)));
    }

    private double forced(QConfig config) {
        Quantizer quantizer = new Quantizer(graph, Placement.of(graph, config), config).allowingUncalibrated();
        return error(integer(quantizer.quantize((tensor, rule, scheme) -> Optional.empty())));
    }

    private String refusal() {
        try {
            QConfig config = QConfig.QNNPACK;
            new Quantizer(graph, Placement.of(graph, config), config)
                    .quantize((tensor, rule, scheme) -> Optional.empty());
            return "";
        } catch (InputException refused) {
            return refused.getMessage();
        }
    }

    private Graph integer(Quantization quantization) {
        return new QuantizedModel(graph, quantization).integer();
    }

    private Tensor outputOf(Graph form) {
        try (Session session = new OneDnnEngine().open(form, new SessionOptions(1, Set.of()))) {
            return session.run(Map.of("x", samples.load(0, 1).x())).get("y");
        }
    }

    private double error(Graph form) {
        Tensor output = outputOf(form);
        double sum = 0;
        for (int i = 0; i < reals.size(); i++) {
            double difference = output.doubleAt(i) - reals.doubleAt(i);
            sum += difference * difference;
        }
        return sum / reals.size();
    }
}
