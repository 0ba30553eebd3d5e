package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.GraphText;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.ActivationFunctionType;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.Conv2DOptionsT;
import org.tensorflow.lite.schema.Padding;
import org.tensorflow.lite.schema.RNNOptionsT;
import org.tensorflow.lite.schema.SoftmaxOptionsT;
import org.tensorflow.lite.schema.TensorType;

final class TfliteEngineTest {
    private static final long SEED = 20261201;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void runsAFloatFileWithTheChannelsOfImagesFirst(TfliteKernels kernels) {
        Tensor x = noise(Shape.of(5, 2, 3, 4), 1);
        Tensor y = run(kernels, convolution(), x).get("y");
        assertEquals(Shape.of(5, 1, 3, 4), y.shape());
        for (int i = 0; i < y.size(); i++) {
            int sample = i / 12;
            int place = i % 12;
            float expected = 2 * x.floatAt(24 * sample + place) - x.floatAt(24 * sample + 12 + place) + 0.5f;
            assertEquals(expected, y.floatAt(i), 1e-5f);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameBitsHoweverSamplesAreGrouped(TfliteKernels kernels) {
        Tensor x = noise(Shape.of(37, 2, 3, 4), 2);
        Tensor all = run(kernels, convolution(), x).get("y");
        assertEquals(all.rows(11, 18), run(kernels, convolution(), x.rows(11, 18)).get("y"));
    }

    @ParameterizedTest
    @ValueSource(bytes = {TensorType.INT8, TensorType.UINT8, TensorType.INT16})
    void quantizesAnInputAsTheOperatorOfItsOwnDoes(byte type) {
        int zeroPoint = type == TensorType.INT16 ? 0 : 7;
        TfliteFile own = new TfliteFile();
        int real = own.tensor("x", TensorType.FLOAT32, 1, 500);
        int code = own.quantized("y", type, 0.05f, zeroPoint, 1, 500);
        own.operator(BuiltinOperator.QUANTIZE, null, List.of(real), code);
        Path quantizes = own.in(folder, List.of(real), List.of(code));
        float[] values = new float[1000];
        Random random = new Random(SEED);
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? (random.nextInt(700) - 350) * 0.025f : random.nextFloat(-9000, 9000);
        }
        Tensor x = Tensor.of(Shape.of(2, 500), values);
        Tensor expected;
        try (TfliteSession session = open(quantizes)) {
            expected = session.codes(Map.of("x", x)).get("y");
        }
        TfliteFile other = new TfliteFile();
        int codes = other.quantized("x", type, 0.05f, zeroPoint, 1, 500);
        int reals = other.tensor("y", TensorType.FLOAT32, 1, 500);
        other.operator(BuiltinOperator.DEQUANTIZE, null, List.of(codes), reals);
        Path dequantizes = other.in(folder, List.of(codes), List.of(reals));
        try (TfliteSession session = new TfliteEngine(TfliteKernels.BUILTIN).openFile(dequantizes,
                SessionOptions.DEFAULT.withTaps(Set.of("x")))) {
            Map<String, Tensor> made = session.codes(Map.of("x", x));
            assertEquals(expected, made.get("x"), "seed " + SEED);
            assertEquals(made.get("y"), session.run(Map.of("x", x)).get("x"));
        }
    }

    @Test
    void refusesNaNWhereThereAreCodes() {
        TfliteFile file = new TfliteFile();
        int x = file.quantized("x", TensorType.INT8, 0.5f, 3, 1, 2);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 2);
        file.operator(BuiltinOperator.DEQUANTIZE, null, List.of(x), y);
        try (Session session = open(file.in(folder, List.of(x), List.of(y)))) {
            Tensor broken = Tensor.of(Shape.of(1, 2), 1, Float.NaN);
            String message = assertThrows(IllegalArgumentException.class, () -> session.run(Map.of("x", broken)))
                    .getMessage();
            assertEquals("input 'x' holds NaN, which has no code", message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void returnsAnyTensorOfTheFileAsATap(TfliteKernels kernels) {
        SessionOptions tapped = SessionOptions.DEFAULT.withTaps(Set.of("x", "inner", "w"));
        Tensor x = noise(Shape.of(3, 2, 3, 4), 3);
        Path file = convolutionAndRelu();
        try (TfliteSession session = new TfliteEngine(kernels).openFile(file, tapped)) {
            for (int i = 0; i < 2; i++) {
                Map<String, Tensor> made = session.run(Map.of("x", x));
                assertEquals(Set.of("x", "inner", "w", "y"), made.keySet());
                assertEquals(x, made.get("x"));
                assertEquals(Tensor.of(Shape.of(1, 2, 1, 1), 2, -1), made.get("w"));
                Tensor inner = made.get("inner");
                float[] relu = inner.floats();
                for (int j = 0; j < relu.length; j++) {
                    relu[j] = Math.max(0, relu[j]);
                }
                assertArrayEquals(relu, made.get("y").floats());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesATapThatIsNotThereOrThatNoStepMakes(TfliteKernels kernels) {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 2);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 2);
        file.tensor("idle", TensorType.FLOAT32, 1, 2);
        file.operator(BuiltinOperator.RELU, null, List.of(x), y);
        Path small = file.in(folder, List.of(x), List.of(y));
        assertEquals("tap 'other': not in the file, needed one of its tensors",
                refusal(kernels, small, SessionOptions.DEFAULT.withTaps(Set.of("other"))));
        assertEquals("tap 'idle': no step of " + kernels + " makes it, needed a tensor of one",
                refusal(kernels, small, SessionOptions.DEFAULT.withTaps(Set.of("idle"))));
    }

    @Test
    void runsSampleBySampleAFileThatTakesNoMore() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 2, 2);
        int shape = file.ints("shape", 1, 4);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 4);
        file.operator(BuiltinOperator.RESHAPE, null, List.of(x, shape), y);
        Tensor given = noise(Shape.of(3, 2, 2), 4);
        assertEquals(given.reshaped(Shape.of(3, 4)), run(TfliteKernels.BUILTIN, file.in(folder, List.of(x), List.of(y)),
                given).get("y"));
    }

    @ParameterizedTest
    @EnumSource
    void runsSampleBySampleAFileThatWouldMixThem(TfliteKernels kernels) {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 2, 2);
        int shape = file.ints("shape", 1, -1);
        int flat = file.tensor("flat", TensorType.FLOAT32, 1, 4);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 4);
        file.operator(BuiltinOperator.RESHAPE, null, List.of(x, shape), flat);
        SoftmaxOptionsT options = new SoftmaxOptionsT();
        options.setBeta(1);
        file.operator(BuiltinOperator.SOFTMAX, union(BuiltinOptions.SoftmaxOptions, options), List.of(flat), y);
        Tensor made = run(kernels, file.in(folder, List.of(x), List.of(y)), noise(Shape.of(3, 2, 2), 5)).get("y");
        assertEquals(Shape.of(3, 4), made.shape());
        for (int sample = 0; sample < 3; sample++) {
            float sum = 0;
            for (float share : made.rows(sample, sample + 1).floats()) {
                sum += share;
            }
            assertEquals(1, sum, 1e-5f);
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgetsWhatAnEarlierSampleLeftBehind(TfliteKernels kernels) {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 1);
        int weight = file.floats("w", new int[] {1, 1}, 1);
        int again = file.floats("r", new int[] {1, 1}, 1);
        int bias = file.floats("b", new int[] {1}, 0);
        int state = file.variable("state", 1, 1);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 1);
        RNNOptionsT options = new RNNOptionsT();
        options.setFusedActivationFunction(ActivationFunctionType.RELU);
        file.operator(BuiltinOperator.RNN, union(BuiltinOptions.RNNOptions, options),
                List.of(x, weight, again, bias, state), y);
        Path small = file.in(folder, List.of(x), List.of(y));
        assertEquals(Tensor.of(Shape.of(3, 1), 1, 2, 1),
                run(kernels, small, Tensor.of(Shape.of(3, 1), 1, 2, 1)).get("y"));
    }

    @ParameterizedTest
    @EnumSource
    void runsOnSiblingsSideBySide(TfliteKernels kernels) throws Exception {
        Tensor x = noise(Shape.of(40, 2, 3, 4), 6);
        Path file = convolution();
        Tensor expected = run(kernels, file, x).get("y");
        Session session = new TfliteEngine(kernels).openFile(file, SessionOptions.DEFAULT.withThreads(2));
        try (Session one = session.sibling();
                Session other = one.sibling();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            session.close();
            List<Future<Tensor>> results = new ArrayList<>();
            for (Session each : List.of(one, other, one)) {
                results.add(threads.submit(() -> each.run(Map.of("x", x)).get("y")));
            }
            for (Future<Tensor> result : results) {
                assertEquals(expected, result.get());
            }
        }
        assertThrows(IllegalStateException.class, session::sibling);
        assertThrows(IllegalStateException.class, () -> session.run(Map.of("x", x)));
    }

    @Test
    void namesAnInputThatDoesNotFit() {
        try (Session session = open(convolution())) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> session.run(Map.of("x", noise(Shape.of(1, 3, 3, 4), 7)))).getMessage();
            assertEquals("input 'x': f32[1, 3, 3, 4], needed f32[n, 2, 3, 4]", message);
        }
    }

    @Test
    void countsWhatXnnpackTookApart() {
        Path file = convolutionAndRelu();
        assertEquals(Map.of("CONV_2D", 1, "RELU", 1),
                new TfliteEngine(TfliteKernels.BUILTIN).optimizedOperators(file));
        assertEquals(Map.of("CONV_2D in TfLiteXNNPackDelegate", 1, "RELU in TfLiteXNNPackDelegate", 1),
                new TfliteEngine(TfliteKernels.XNNPACK).optimizedOperators(file));
    }

    @Test
    void runsAGraphThatSomebodyWritesForIt() {
        TfliteEngine engine = new TfliteEngine(TfliteKernels.BUILTIN,
                (graph, file) -> TfliteFile.write(file, convolutionBytes()));
        Tensor x = noise(Shape.of(1, 2, 3, 4), 8);
        try (Session session = engine.open(GraphText.parse("x: f32[n, 3]\ny = relu x\nreturn y\n"),
                SessionOptions.DEFAULT)) {
            assertEquals(run(TfliteKernels.BUILTIN, convolution(), x), session.run(Map.of("x", x)));
        }
    }

    @Test
    void returnsCodesOfTheTypeThatTheFileHas() {
        TfliteFile file = new TfliteFile();
        int x = file.quantized("x", TensorType.UINT8, 0.5f, 3, 1, 2);
        int y = file.quantized("y", TensorType.UINT8, 0.5f, 3, 1, 2);
        file.operator(BuiltinOperator.RELU, null, List.of(x), y);
        try (TfliteSession session = open(file.in(folder, List.of(x), List.of(y)))) {
            Tensor given = Tensor.of(Shape.of(1, 2), 1.3f, -40);
            assertEquals(Tensor.ofLongs(DType.U8, Shape.of(1, 2), 6, 3), session.codes(Map.of("x", given)).get("y"));
            assertEquals(Tensor.of(Shape.of(1, 2), 1.5f, 0), session.run(Map.of("x", given)).get("y"));
        }
    }

    private static String refusal(TfliteKernels kernels, Path file, SessionOptions options) {
        return assertThrows(IllegalArgumentException.class, () -> new TfliteEngine(kernels).openFile(file, options))
                .getMessage();
    }

    private Path convolution() {
        return TfliteFile.write(folder.resolve("convolution.tflite"), convolutionBytes());
    }

    private static byte[] convolutionBytes() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 3, 4, 2);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 3, 4, 1);
        convolve(file, x, y);
        return file.bytes(List.of(x), List.of(y));
    }

    private Path convolutionAndRelu() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 3, 4, 2);
        int inner = file.tensor("inner", TensorType.FLOAT32, 1, 3, 4, 1);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 3, 4, 1);
        convolve(file, x, inner);
        file.operator(BuiltinOperator.RELU, null, List.of(inner), y);
        return file.in(folder, List.of(x), List.of(y));
    }

    private static void convolve(TfliteFile file, int x, int y) {
        int weight = file.floats("w", new int[] {1, 1, 1, 2}, 2, -1);
        int bias = file.floats("b", new int[] {1}, 0.5f);
        Conv2DOptionsT options = new Conv2DOptionsT();
        options.setPadding(Padding.VALID);
        options.setStrideH(1);
        options.setStrideW(1);
        options.setDilationHFactor(1);
        options.setDilationWFactor(1);
        options.setFusedActivationFunction(ActivationFunctionType.NONE);
        file.operator(BuiltinOperator.CONV_2D, union(BuiltinOptions.Conv2DOptions, options), List.of(x, weight, bias),
                y);
    }

    private static BuiltinOptionsUnion union(byte type, Object options) {
        BuiltinOptionsUnion union = new BuiltinOptionsUnion();
        union.setType(type);
        union.setValue(options);
        return union;
    }

    private static TfliteSession open(Path file) {
        return new TfliteEngine(TfliteKernels.BUILTIN).openFile(file, SessionOptions.DEFAULT);
    }

    private static Map<String, Tensor> run(TfliteKernels kernels, Path file, Tensor x) {
        try (Session session = new TfliteEngine(kernels).openFile(file, SessionOptions.DEFAULT)) {
            return session.run(Map.of("x", x));
        }
    }

    private static Tensor noise(Shape shape, long seed) {
        Random random = new Random(seed);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }
}
