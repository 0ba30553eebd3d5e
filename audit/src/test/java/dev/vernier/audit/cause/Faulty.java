package dev.vernier.audit.cause;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.Observer;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/// Models with faults made on purpose, and what a cause says of them.
final class Faulty {
    /// Two convolutions and a classifier, with as many channels as real ones have.
    static final Graph NETWORK = spread(Networks.graph("""
            x: f32[n, 3, 9, 9]
            const w1: f32[16, 3, 3, 3] = random 1
            const b1: f32[16] = random 2
            const w2: f32[16, 16, 3, 3] = random 3
            const b2: f32[16] = random 4
            const w3: f32[10, 16] = random 5
            const b3: f32[10] = random 6
            c1 = conv x, w1, b1 {kernel = [3, 3], padding = [1, 1]}
            r1 = relu c1
            c2 = conv r1, w2, b2 {kernel = [3, 3], padding = [1, 1]}
            r2 = relu c2
            g = global_average_pool r2
            f = flatten g
            y = gemm f, w3, b3 {transpose_b = true}
            return y
            """));

    private Faulty() {}

    /// Gives each output channel of the weights another range.
    private static Graph spread(Graph graph) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        for (String name : List.of("w1", "w2", "w3")) {
            Tensor weight = constants.get(name);
            int size = weight.size() / weight.shape().size(0);
            constants.put(name, each(weight, i -> weight.floatAt(i) * (0.3 + (i / size * 7 % 16) * 0.05)));
        }
        return graph.withConstants(constants);
    }

    static QuantizedModel clean(QConfig config) {
        return Networks.quantized(NETWORK, config);
    }

    static QuantizedModel clean() {
        return coded(clean(QConfig.X86));
    }

    /// The model as a file would give it back: constants are the values of their codes.
    static QuantizedModel coded(QuantizedModel model) {
        return QdqForm.of(model, Map.of()).lift();
    }

    static Subject subject(QuantizedModel candidate) {
        return subject(NETWORK, candidate);
    }

    static Subject subject(Graph reference, QuantizedModel candidate) {
        return new Subject(reference, candidate, LayerMatching.of(reference, candidate.graph()), nothing());
    }

    static Calibration<Histogram> nothing() {
        return Calibration.none("test", Observer.Kind.HISTOGRAM, Set.of());
    }

    /// The only suspicion.
    static Suspicion suspicion(Cause cause, Subject subject) {
        List<Suspicion> all = cause.examine(subject);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " suspicions: " + all);
        }
        return all.getFirst();
    }

    static QuantizedModel repaired(Cause cause, Subject subject) {
        return suspicion(cause, subject).repair().orElseThrow().of(subject.candidate());
    }

    static QuantizedModel with(QuantizedModel model, String constant, Tensor value) {
        Map<String, Tensor> constants = new LinkedHashMap<>(model.graph().constants());
        constants.put(constant, value);
        return new QuantizedModel(model.graph().withConstants(constants), model.quantization());
    }

    static QuantizedModel with(QuantizedModel model, String constant, QParams params) {
        return new QuantizedModel(model.graph(), model.quantization().with(constant, params));
    }

    static QuantizedModel withFloat(Graph graph) {
        return new QuantizedModel(graph, Quantization.NONE);
    }

    /// Other values, by their index.
    static Tensor each(Tensor of, IntToDoubleFunction value) {
        float[] values = new float[of.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
        return Tensor.of(of.shape(), values);
    }

    static Tensor random(Shape shape, long seed) {
        Random random = new Random(seed);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        return Tensor.of(shape, values);
    }

    static QParams scales(QParams params, UnaryOperator<float[]> change) {
        return QParams.perChannel(params.codes(), params.axis().orElseThrow(), change.apply(params.scale().floats()),
                params.zeroPoint().longs());
    }
}
