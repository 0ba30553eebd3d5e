package dev.vernier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.DemoNetwork;
import dev.vernier.Vernier;
import dev.vernier.audit.Audit;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Samples;
import dev.vernier.model.Model;
import dev.vernier.quant.QConfig;
import dev.vernier.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditModelTest {
    @TempDir
    private Path folder;

    @Test
    void auditsTheNetworkThatComesWithVernier() throws IOException {
        Audit audit = AuditModel.run(folder, 64);
        assertEquals("integer", audit.deployed());
        assertTrue(Files.readString(folder.resolve("report.html")).contains("</html>"));
        assertTrue(Files.exists(folder.resolve("int8.onnx")));
    }

    @Test
    void runsSamplesOfItsOwnOnASession() {
        Model model = Vernier.standard().read(DemoNetwork.unpack(folder));
        Preprocess preprocess = model.preprocess(Optional.empty());
        Samples own = AuditModel.inMemory(32, preprocess);
        Model int8 = Vernier.standard().with(new AuditModel.Spoken()).quantize(model, QConfig.X86, own);
        assertEquals(Shape.of(4, model.classes()), AuditModel.scores(int8, own, 4).shape());
    }

    @Test
    void comparesPredictions() {
        assertEquals("int8 loses 1 and gains 0 of 3: no evidence of a change (p = 1.00); so few samples can show no"
                + " change at all", AuditModel.compare(new int[] {0, 1, 2}, new int[] {0, 1, 1}, new int[] {0, 1, 2}));
    }
}
