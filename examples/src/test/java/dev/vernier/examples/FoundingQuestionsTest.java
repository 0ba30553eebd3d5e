package dev.vernier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The questions that Vernier began with, on few images.
final class FoundingQuestionsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    private static Path resnet18() {
        return Shared.path("models/resnet18-cifar10.onnx");
    }

    private static Path cifar10() {
        return Shared.path("data/cifar10");
    }

    private static Path torch() {
        return Shared.path("golden/resnet18_torch_predictions.npz");
    }

    private String conclusion() {
        String text = said.toString(StandardCharsets.UTF_8);
        return text.substring(text.indexOf("Conclusion: ")).strip();
    }

    @Test
    void findsNoInt8NetworkThatIsBetterThanFloat() {
        Int8BetterThanFloat.Findings found = Int8BetterThanFloat.run(resnet18(), cifar10(), torch(), true, out);
        assertEquals(1, found.fingerprints(), "different calibrations over batch sizes");
        assertEquals(4, found.runs().size());
        found.runs().forEach((name, paired) -> {
            assertEquals(300, paired.n(), name);
            assertTrue(paired.agreement() > 90, name + ": " + paired);
            assertTrue(paired.change() <= 0 || paired.p() >= 0.05, name + ": " + paired);
        });
        assertTrue(conclusion().contains("nothing shows that int8 improves"), conclusion());
    }

    @Test
    void findsThatOnlyCropsBySeveralWorkersMakeTheBatchSizeMatter() {
        BatchSizeChangesAccuracy.Findings found =
                BatchSizeChangesAccuracy.run(resnet18(), cifar10(), torch(), true, out);
        assertEquals(0, found.minMax(), "tensors that the batch size changes by min/max");
        assertEquals(0, found.histogram(), "by a histogram");
        assertEquals(0, found.crops(), "through crops without workers");
        assertTrue(found.workers() > 0, "through crops with two workers: " + found);
        assertTrue(found.seed() > 0, "another seed: " + found);
        assertTrue(found.torchMinMax().isIdentical(), found.torchMinMax().toString());
        assertFalse(found.torchHistogram().isIdentical(), found.torchHistogram().toString());
        assertTrue(conclusion().contains("which worker's generator crops which image"), conclusion());
    }

    @Test
    void findsThatActivationsWithoutCalibrationLoseTheConvolution() {
        ConvolutionWithoutCalibration.Findings found = ConvolutionWithoutCalibration.run(
                Shared.path("golden/conv132.npz"), Shared.path("golden/conv132.json"), out);
        assertEquals(7.6e-5, found.weightsOnly(), 0.05e-5);
        assertAtMost(1.40e-4, found, "qnnpack minmax");
        assertAtMost(1.30e-4, found, "x86 minmax");
        assertAtMost(1.28e-4, found, "qnnpack mse");
        assertAtMost(1.18e-4, found, "x86 mse");
        assertEquals("calibration: tensor 'x': no sample reached it, needed at least one to calibrate on",
                found.refusal());
        found.forced().forEach((config, error) -> assertEquals(0.58, error, 0.005, config));
        assertTrue(conclusion().contains("run samples through it"), conclusion());
    }

    @Test
    void findsThatTensorFlowLiteIsNoBetterAndThatTheQuestionCountsElements() {
        assertAgree(TfliteBetterThanTensorflow.run(Shared.path("models/resnet8-cifar10.h5"), "cifar10:" + cifar10(),
                300, out), 300);
    }

    @Test
    void findsTheSameOnTheNetworkThatComesWithVernier() {
        assertAgree(TfliteBetterThanTensorflow.runShapes(200, out), 200);
    }

    private void assertAgree(TfliteBetterThanTensorflow.Findings found, int n) {
        assertEquals(n, found.tflite().n());
        assertTrue(found.beside().isIdentical(), found.beside().toString());
        assertTrue(found.integer().p() >= 0.001 && found.tflite().agreement() > 90, found.toString());
        double top1 = 100.0 * found.tflite().candidateCorrect() / n;
        double classes = found.elementwise() == 100 ? 2 : 2 * (100 - top1) / (100 - found.elementwise());
        assertEquals(Math.rint(classes), classes, 1e-6, "classes that elements were counted of");
        assertFalse(found.claim().isPossible());
        assertEquals("elementwise-accuracy", found.claim().explanations().getFirst().id());
        assertTrue(found.claim().explanations().get(1).text().startsWith("47,231 of 50,000"));
        assertTrue(conclusion().contains("so 7,231 of 10,000 are right"), conclusion());
    }

    private static void assertAtMost(double limit, ConvolutionWithoutCalibration.Findings found, String run) {
        assertTrue(found.calibrated().get(run) <= limit, run + ": " + found.calibrated());
    }
}
