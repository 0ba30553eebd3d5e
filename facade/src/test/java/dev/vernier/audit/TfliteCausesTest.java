package dev.vernier.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.Vernier;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.data.Samples;
import dev.vernier.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mistakes planted into an int8 file that TensorFlow's converter made of a Keras model, one at a time.
final class TfliteCausesTest {
    private static final int LAYER = 1;

    @TempDir
    private Path folder;

    private static LiteFile clean() throws IOException {
        return LiteFile.read(Shared.path("models/resnet8-cifar10-int8.tflite"));
    }

    private Audit audit(LiteFile file) throws IOException {
        Path cifar10 = Shared.path("data/cifar10");
        Model reference = Vernier.standard().read(Shared.path("models/resnet8-cifar10.h5"));
        Samples samples =
                Samples.of("cifar10:" + cifar10 + ":test", reference.preprocess(Optional.empty())).first(200);
        return Vernier.standard().audit(reference, Vernier.standard().read(file.write(folder.resolve("int8.tflite"))),
                samples);
    }

    private void assertNames(FindingId id, LiteFile planted) throws IOException {
        List<Finding> findings = audit(planted).findings();
        assertEquals(id, findings.getFirst().id(), findings.toString());
        assertEquals(Finding.Severity.ERROR, findings.getFirst().severity(), findings.toString());
        assertTrue(findings.stream().noneMatch(one -> one.id() == FindingId.EXPORT_MISMATCH), findings.toString());
    }

    @Test
    void findsNoFaultInTheFileItself() throws IOException {
        Audit audit = audit(clean());
        assertEquals(0, audit.exitStatus(), audit.findings().toString());
        assertEquals(audit.climb().ladder().predictions("integer"), audit.climb().ladder().predictions("tflite"));
    }

    @Test
    void namesAnActivationWithoutCalibration() throws IOException {
        assertNames(FindingId.UNCALIBRATED, clean().withOutput(LAYER, 1, 0));
        LiteFile converted = clean();
        float before = converted.scale(LAYER);
        assertNames(FindingId.UNCALIBRATED, converted.withOutput(LAYER, 1, 0).withBiasesBehind(LAYER, before));
    }

    @Test
    void namesABiasOfZeros() throws IOException {
        assertNames(FindingId.MISSING_BIAS, clean().withoutBias(LAYER));
    }

    @Test
    void namesScalesOfWeightsAtTheWrongChannels() throws IOException {
        assertNames(FindingId.SCALE_PERMUTED, clean().withScalesMoved(LAYER));
    }

    @Test
    void namesAWrongZeroPoint() throws IOException {
        LiteFile file = clean();
        assertNames(FindingId.ZERO_POINT_SHIFT, file.withOutput(LAYER + 1, file.scale(LAYER + 1), -128));
    }

    @Test
    void namesARangeThatIsAQuarterOfWhatItWas() throws IOException {
        LiteFile file = clean();
        assertNames(FindingId.CLIPPING, file.withOutput(LAYER, file.scale(LAYER) / 4, file.zeroPoint(LAYER)));
    }
}
