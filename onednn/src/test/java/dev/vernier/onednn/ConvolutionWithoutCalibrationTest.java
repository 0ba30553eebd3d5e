package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.calibrate.Observer;
import dev.vernier.calibrate.Ranges;
import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Qdq;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.quant.RangeChoice;
import dev.vernier.quant.RangeRule;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One Conv2d(132, 121, 3): the error that its output has by quantized weights, with and without calibration.
class ConvolutionWithoutCalibrationTest {
    private Tensor x;
    private Tensor weight;
    private Graph graph;
    private Tensor y;

    @BeforeEach
    void open() {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/conv132.npz"));
        x = golden.get("x");
        weight = golden.get("weight");
        graph = new Graph(List.of(new Input("x", TensorType.of(x))), Map.of("w", weight),
                List.of(Node.of("y", new Conv(Window.of(List.of(3, 3)), 1), "x", "w")), List.of("y"));
        y = run(graph);
    }

    private Tensor run(Graph other) {
        try (Session session = new OneDnnEngine().open(other, SessionOptions.DEFAULT)) {
            return session.run(Map.of("x", x)).get("y");
        }
    }

    private double error(Graph other) {
        Tensor computed = run(other);
        double sum = 0;
        for (int i = 0; i < y.size(); i++) {
            double difference = computed.floatAt(i) - y.floatAt(i);
            sum += difference * difference;
        }
        return sum / y.size();
    }

    private QuantizedModel calibrated(QConfig config) {
        RangeChoice ranges = (name, rule, scheme) -> {
            Observer<?> observer = Ranges.needs(rule).start().get();
            observer.add((name.equals("x") ? x : y).segment());
            return Optional.of(Ranges.choose(rule, observer.statistic(), scheme));
        };
        return new QuantizedModel(graph, new Quantizer(graph, Placement.of(graph, config), config).quantize(ranges));
    }

    @Test
    void losesLittleByWeightsAlone() {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : weight.floats()) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        Quantization weights = new Quantization(Map.of("w", QParams.perTensor(DType.I8, (high - low) / 256, 0)));
        assertEquals(7.62e-5, error(Qdq.simulate(graph, weights)), 0.02e-5);
    }

    @ParameterizedTest
    @CsvSource({"qnnpack, minmax, 1.40e-4", "x86, minmax, 1.30e-4", "qnnpack, mse, 1.28e-4", "x86, mse, 1.18e-4"})
    void losesNoMoreThanThisWhenCalibrated(String preset, String rule, double most) {
        QuantizedModel model = calibrated(QConfig.parse(preset).withRange(RangeRule.parse(rule)));
        double integer = error(model.integer());
        assertTrue(integer <= most, preset + " " + rule + ": " + integer);
        assertEquals(integer, error(model.simulated()), 0.01e-4);
    }

    @ParameterizedTest
    @CsvSource({"qnnpack", "x86"})
    void isRefusedUncalibratedAndLosesEverythingWhereThatIsAllowed(String preset) {
        Quantizer quantizer = new Quantizer(graph, Placement.of(graph), QConfig.parse(preset));
        RangeChoice nothing = (name, rule, scheme) -> Optional.empty();
        assertTrue(assertThrows(InputException.class, () -> quantizer.quantize(nothing)).getMessage().contains("'x'"));
        Quantization forced = quantizer.allowingUncalibrated().quantize(nothing);
        assertEquals(0.58, error(new QuantizedModel(graph, forced).integer()), 0.01);
    }
}
