package dev.vernier.cli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.Finding;
import dev.vernier.audit.FindingId;
import dev.vernier.audit.WrongEngine;
import dev.vernier.cli.console.Console;
import dev.vernier.data.DataSpec;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.quant.QConfig;
import dev.vernier.run.Engine;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SelfCheckTest {
    private static final MoreRungs NO_MORE = new MoreRungs(false, false);

    @TempDir
    private Path folder;

    private Quantizing quantizing(Engine engine) {
        SourceModel source = SourceModel.read(DemoNetwork.unpack(folder), Optional.empty());
        Quantizing sound = Quantizing.check(source, new Quantizing.Data(new DataSpec.Shapes(DataSpec.Split.TEST),
                OptionalInt.of(200), CalibrationSource.DEFAULT, Optional.empty()),
                new Recipe(QConfig.X86.reducedRange(), 64, false, Optional.empty()), EngineName.ONEDNN,
                new Crew(64, 2));
        return new Quantizing(sound.source(), sound.samples(), sound.augmented(), sound.recipe(), sound.preprocess(),
                engine, sound.crew());
    }

    private static Console silent() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return Console.plain(nowhere, nowhere);
    }

    private static void assertBlamesTheEngineAlone(Outcome outcome) {
        List<Finding> findings = outcome.findings();
        assertEquals(FindingId.ENGINE_FAULT, findings.getFirst().id());
        assertEquals(1, findings.stream().filter(one -> one.severity() == Finding.Severity.ERROR).count());
        assertTrue(findings.stream().noneMatch(one -> one.id() == FindingId.EXPORT_MISMATCH), findings.toString());
        assertTrue(outcome.conclusion().contains("engine-fault"), outcome.conclusion());
        assertEquals(3, outcome.exitStatus());
    }

    @Test
    void blamesAnEngineThatIsWrongAndNeitherTheFileNorATensor() {
        Quantizing quantizing = quantizing(new WrongEngine(new OneDnnEngine()));
        Path file = folder.resolve("int8.onnx");
        assertBlamesTheEngineAlone(quantizing.run(file, NO_MORE, silent()));
        Auditing auditing = new Auditing(quantizing.source(), SourceModel.read(file, Optional.empty()),
                quantizing.samples(), quantizing.engine(), quantizing.crew());
        assertBlamesTheEngineAlone(auditing.run(NO_MORE, silent()));
    }

    @Test
    void saysNothingOfAnEngineThatIsRight() {
        Outcome outcome = quantizing(new OneDnnEngine()).audit(folder.resolve("int8.onnx"), NO_MORE, silent());
        assertTrue(outcome.findings().stream().noneMatch(one -> one.id() == FindingId.ENGINE_FAULT));
        assertEquals(0, outcome.exitStatus(), outcome.findings().toString());
    }
}
