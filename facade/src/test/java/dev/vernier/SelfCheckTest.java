package dev.vernier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.Audit;
import dev.vernier.audit.Auditing;
import dev.vernier.audit.Equipment;
import dev.vernier.audit.MoreRungs;
import dev.vernier.audit.Quantizing;
import dev.vernier.audit.error.WrongEngine;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.convert.CalibrationSource;
import dev.vernier.convert.Crew;
import dev.vernier.convert.Data;
import dev.vernier.convert.Recipe;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Listener;
import dev.vernier.model.Model;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.quant.QConfig;
import dev.vernier.run.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SelfCheckTest {
    private static final Vernier VERNIER = Vernier.standard().with(new Crew(64, 2));

    @TempDir
    private Path folder;

    private Quantizing quantizing(Engine engine) {
        Model source = VERNIER.read(DemoNetwork.unpack(folder));
        Quantizing sound = Quantizing.check(source, new Data(new DataSpec.Shapes(DataSpec.Split.TEST),
                OptionalInt.of(200), CalibrationSource.DEFAULT, Optional.empty()),
                new Recipe(QConfig.X86.reducedRange(), 64, false, Optional.empty()), VERNIER.equipment());
        Equipment equipment = sound.equipment();
        return new Quantizing(sound.quantizable(), sound.samples(), sound.augmented(), sound.preprocess(),
                new Equipment(engine, equipment.format(), equipment.witnesses(), equipment.crew()));
    }

    private static void assertBlamesTheEngineAlone(Audit audit) {
        List<Finding> findings = audit.findings();
        assertEquals(FindingId.ENGINE_FAULT, findings.getFirst().id());
        assertEquals(1, findings.stream().filter(one -> one.severity() == Finding.Severity.ERROR).count());
        assertTrue(findings.stream().noneMatch(one -> one.id() == FindingId.EXPORT_MISMATCH), findings.toString());
        assertTrue(audit.conclusion().contains("engine-fault"), audit.conclusion());
        assertEquals(3, audit.exitStatus());
    }

    @Test
    void blamesAnEngineThatIsWrongAndNeitherTheFileNorATensor() {
        Quantizing quantizing = quantizing(new WrongEngine(new OneDnnEngine()));
        Path file = folder.resolve("int8.onnx");
        assertBlamesTheEngineAlone(quantizing.run(file, MoreRungs.NONE, Listener.NONE));
        Auditing auditing = new Auditing(quantizing.quantizable().source(), VERNIER.read(file),
                quantizing.samples(), quantizing.equipment());
        assertBlamesTheEngineAlone(auditing.run(MoreRungs.NONE, Listener.NONE));
    }

    @Test
    void saysNothingOfAnEngineThatIsRight() {
        Audit audit =
                quantizing(new OneDnnEngine()).audit(folder.resolve("int8.onnx"), MoreRungs.NONE, Listener.NONE);
        assertTrue(audit.findings().stream().noneMatch(one -> one.id() == FindingId.ENGINE_FAULT));
        assertEquals(0, audit.exitStatus(), audit.findings().toString());
    }
}
