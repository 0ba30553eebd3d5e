package dev.vernier.audit.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Coding;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TensorErrorsTest {
    private static final String CHAIN = """
            x: f32[n, 3, 32, 32]
            const w1: f32[4, 3, 3, 3] = random 1
            const b1: f32[4] = random 2
            const w2: f32[4, 4, 3, 3] = random 3
            const w3: f32[2, 4] = random 4
            c1 = conv x, w1, b1 {kernel = [3, 3], stride = [4, 4]}
            r1 = relu c1
            c2 = conv r1, w2 {kernel = [3, 3]}
            g = global_average_pool c2
            f = flatten g
            y = gemm f, w3 {transpose_b = true}
            return y
            """;

    private static Loader samples(int n) {
        Dataset shapes = DataSpec.parse("shapes:test").open().first(n);
        return Loader.of(shapes, Preprocess.parse("unit"));
    }

    private static Map<String, String> alike(QuantizedModel model) {
        Map<String, String> same = new HashMap<>();
        model.graph().names().forEach(name -> same.put(name, name));
        return same;
    }

    private static Map<String, TensorError> measured(Graph reference, QuantizedModel model, int n, int threads) {
        return new TensorErrors(reference, model, alike(model)).measure(new ReferenceEngine(), samples(n), threads,
                Progress.NONE);
    }

    @Test
    void measuresEachQuantizedTensorAgainstTheFloatOne() {
        QuantizedModel model = Networks.quantized(CHAIN, QConfig.X86);
        Map<String, TensorError> errors = measured(model.graph(), model, 20, 1);
        assertEquals(model.quantization().parameters().keySet(), errors.keySet());
        TensorError last = errors.get("c2");
        assertEquals(last.local().signal(), last.cumulative().signal());
        assertTrue(last.local().decibels() > last.layer().decibels(), last::toString);
        assertTrue(last.layer().decibels() > last.cumulative().decibels(), last::toString);
        assertEquals(4, last.channels().orElseThrow().channels().size());
        assertEquals(4, errors.get("w1").channels().orElseThrow().channels().size());
        assertEquals(errors.get("w1").local(), errors.get("w1").cumulative());
    }

    @Test
    void quantizesTheFloatValuesForTheLocalError() {
        QuantizedModel model = Networks.quantized(CHAIN, QConfig.X86);
        Loader few = samples(5);
        Tensor reals;
        try (Session session =
                new ReferenceEngine().open(model.graph(), SessionOptions.DEFAULT.withTaps(Set.of("r1")))) {
            reals = session.run(Map.of("x", few.load(0, 5).x())).get("r1");
        }
        QParams params = model.quantization().parameters().get("r1");
        Sqnr expected = Sqnr.of(reals, Coding.reals(Coding.codes(reals, params), params));
        assertEquals(expected.decibels(),
                measured(model.graph(), model, 5, 1).get("r1").local().decibels(), 1e-9);
    }

    @Test
    void keepsAFaultInTheLayerBeforeOutOfTheLocalErrorBehindIt() {
        QuantizedModel clean = Networks.quantized(CHAIN, QConfig.X86);
        QuantizedModel faulty = new QuantizedModel(clean.graph(),
                clean.quantization().with("r1", QParams.perTensor(DType.U8, 1, 0)));
        TensorError before = measured(clean.graph(), clean, 20, 1).get("c2");
        TensorError after = measured(clean.graph(), faulty, 20, 1).get("c2");
        assertEquals(before.local(), after.local());
        assertTrue(after.cumulative().decibels() < before.cumulative().decibels() - 10, after::toString);
        assertTrue(after.layer().decibels() < before.layer().decibels() - 10, after::toString);
        assertTrue(measured(clean.graph(), faulty, 20, 1).get("r1").codes().unused(DType.U8) > 0.9);
    }

    @Test
    void doesNotDependOnThreads() {
        QuantizedModel model = Networks.quantized(CHAIN, QConfig.QNNPACK);
        assertEquals(measured(model.graph(), model, 50, 1), measured(model.graph(), model, 50, 3));
    }

    @Test
    void measuresEveryWiring() {
        for (String text : List.of(Networks.RESIDUAL, Networks.MOVES, Networks.ATTENTION)) {
            QuantizedModel model = Networks.quantized(text, QConfig.TFLITE);
            IsolatedLayers isolated = IsolatedLayers.of(model.graph(), model, activations(model));
            assertEquals(activations(model).keySet(), isolated.made().keySet());
            Tensor x = Networks.samples(model.graph(), 3, 5);
            try (Session session = new ReferenceEngine().open(isolated.graph(), SessionOptions.DEFAULT)) {
                Map<String, Tensor> shown = session.run(Map.of("x", x));
                isolated.made().forEach((tensor, made) -> {
                    QParams params = model.quantization().parameters().get(tensor);
                    Tensor reals = shown.getOrDefault(isolated.reals().get(tensor), x);
                    double decibels = Sqnr.of(reals, Coding.reals(shown.get(made), params)).decibels();
                    assertTrue(decibels > 20, tensor + ": " + decibels);
                });
            }
        }
    }

    private static Map<String, String> activations(QuantizedModel model) {
        Map<String, String> same = alike(model);
        same.keySet().retainAll(model.quantization().activations(model.graph()).parameters().keySet());
        return same;
    }

    @Test
    void leavesOutWhatHasNoCounterpart() {
        QuantizedModel model = Networks.quantized(CHAIN, QConfig.X86);
        Map<String, String> some = alike(model);
        some.remove("r1");
        some.remove("w2");
        Map<String, TensorError> errors = new TensorErrors(model.graph(), model, some).measure(new ReferenceEngine(),
                samples(3), 1, Progress.NONE);
        assertFalse(errors.containsKey("r1") || errors.containsKey("w2"));
        assertTrue(errors.containsKey("c2"));
    }
}
