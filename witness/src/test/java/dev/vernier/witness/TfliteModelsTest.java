package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that people deploy.
final class TfliteModelsTest {
    private static final int PICTURE = 3 * 32 * 32;
    private static final long SEED = 7;

    /// A record is a label, then a picture with its channels first.
    @ParameterizedTest
    @EnumSource
    void classifyPictures(TfliteKernels kernels) throws IOException {
        byte[] records = Files.readAllBytes(Shared.path("data/cifar10/test_batch.bin"));
        int n = 200;
        float[] pixels = new float[n * PICTURE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = records[i / PICTURE * (PICTURE + 1) + 1 + i % PICTURE] & 255;
        }
        Path file = Shared.path("models/resnet8-cifar10-int8.tflite");
        Tensor scores = only(run(kernels, file, Tensor.of(Shape.of(n, 3, 32, 32), pixels), SessionOptions.DEFAULT));
        int correct = 0;
        for (int i = 0; i < n; i++) {
            correct += best(scores, i) == records[i * (PICTURE + 1)] ? 1 : 0;
        }
        assertEquals(0.87 * n, correct, 0.05 * n);
    }

    /// The samples are the codes that the file takes; each is given as the number that it stands for.
    @ParameterizedTest
    @EnumSource
    void recognizeWords(TfliteKernels kernels) {
        Map<String, Tensor> data = Npz.read(Shared.path("data/kws/kws.npz"));
        Path file = Shared.path("models/kws-int8.tflite");
        TfliteQuantization quantization = input(file).quantization().orElseThrow();
        Tensor x = ChannelsLast.inGraph(quantization.reals(data.get("x")));
        Tensor scores = only(run(kernels, file, x, SessionOptions.DEFAULT));
        int correct = 0;
        for (int i = 0; i < x.shape().size(0); i++) {
            correct += best(scores, i) == data.get("y").longAt(i) ? 1 : 0;
        }
        assertEquals(901, correct, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kws-int8", "vww-int8", "ad-int8", "resnet8-cifar10-int8"})
    void giveTheSameCodesHoweverSamplesAreGroupedAndWhateverIsTapped(String name) {
        Path file = Shared.path("models/" + name + ".tflite");
        Tensor x = noise(file, 5);
        Tensor expected = only(codes(TfliteKernels.BUILTIN, file, x, new SessionOptions(1, Set.of())));
        assertEquals(expected, only(codes(TfliteKernels.BUILTIN, file, x, SessionOptions.DEFAULT)));
        assertEquals(expected, only(codes(TfliteKernels.BUILTIN, file, x, SessionOptions.DEFAULT.withThreads(2))));
        String output = codes(TfliteKernels.BUILTIN, file, x, SessionOptions.DEFAULT).keySet().iterator().next();
        Map<String, Tensor> tapped = codes(TfliteKernels.BUILTIN, file, x,
                SessionOptions.DEFAULT.withTaps(Set.of(input(file).name())));
        assertEquals(expected, tapped.get(output));
    }

    /// Where XNNPACK rounds otherwise: 3 of 10 codes of one, 252 of 640 of the other, on noise of another seed.
    @ParameterizedTest
    @ValueSource(strings = {"ad-int8", "resnet8-cifar10-int8"})
    void giveOtherCodesInXnnpack(String name) {
        Path file = Shared.path("models/" + name + ".tflite");
        Tensor x = noise(file, 20);
        Tensor own = only(codes(TfliteKernels.BUILTIN, file, x, SessionOptions.DEFAULT));
        Tensor other = only(codes(TfliteKernels.XNNPACK, file, x, SessionOptions.DEFAULT));
        long different = 0;
        for (int i = 0; i < own.size(); i++) {
            different += own.longAt(i) == other.longAt(i) ? 0 : 1;
        }
        assertTrue(different > 0 && different < own.size() * 0.9, different + " of " + own.size());
    }

    /// `kws-float` is none of them: its weights are int8, and XNNPACK quantizes its activations in another way.
    @ParameterizedTest
    @ValueSource(strings = {"vww-float", "ad-float", "resnet8-cifar10"})
    void giveTheSameNumbersInXnnpackWhereTheyAreFloat(String name) {
        Path file = Shared.path("models/" + name + ".tflite");
        Tensor x = noise(file, 3);
        float[] own = only(run(TfliteKernels.BUILTIN, file, x, SessionOptions.DEFAULT)).floats();
        float[] other = only(run(TfliteKernels.XNNPACK, file, x, SessionOptions.DEFAULT)).floats();
        for (int i = 0; i < own.length; i++) {
            assertEquals(own[i], other[i], 1e-3f * (1 + Math.abs(own[i])));
        }
    }

    @Test
    void sayHowMuchXnnpackTook() {
        Map<String, Integer> operators = new TfliteEngine(TfliteKernels.XNNPACK)
                .optimizedOperators(Shared.path("models/resnet8-cifar10-int8.tflite"));
        assertEquals(9, operators.get("CONV_2D in TfLiteXNNPackDelegate"));
        assertEquals(1, operators.get("SOFTMAX"));
    }

    private static TfliteTensor input(Path file) {
        try (TfliteModel model = TfliteModel.read(file, TfliteKernels.BUILTIN);
                TfliteInterpreter interpreter = model.interpreter(TfliteKernels.BUILTIN, 1, false)) {
            return interpreter.inputs().getFirst();
        }
    }

    private static Tensor noise(Path file, int n) {
        TfliteTensor input = input(file);
        Shape shape = input.type().shape().with(0, n);
        Random random = new Random(SEED);
        float scale = input.quantization().map(known -> 100 * known.scales().getFirst()).orElse(1f);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return Tensor.of(shape, values);
    }

    private static Map<String, Tensor> run(TfliteKernels kernels, Path file, Tensor x, SessionOptions options) {
        try (TfliteSession session = new TfliteEngine(kernels).openFile(file, options)) {
            return session.run(Map.of(input(file).name(), x));
        }
    }

    private static Map<String, Tensor> codes(TfliteKernels kernels, Path file, Tensor x, SessionOptions options) {
        try (TfliteSession session = new TfliteEngine(kernels).openFile(file, options)) {
            return session.codes(Map.of(input(file).name(), x));
        }
    }

    private static Tensor only(Map<String, Tensor> outputs) {
        return List.copyOf(outputs.values()).getFirst();
    }

    private static int best(Tensor scores, int row) {
        int classes = scores.shape().size(1);
        int best = 0;
        for (int i = 1; i < classes; i++) {
            best = scores.floatAt(row * classes + i) > scores.floatAt(row * classes + best) ? i : best;
        }
        return best;
    }
}
