package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.DemoNetwork;
import dev.vernier.audit.Audit;
import dev.vernier.data.Samples;
import dev.vernier.model.Card;
import dev.vernier.model.Model;
import dev.vernier.quant.QConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The library and the command line do the same.
class LibraryTest {
    private static final int CALIBRATE = 128;

    @TempDir
    private Path folder;

    @Test
    void writesTheFileThatTheCommandWrites() throws IOException {
        Path network = DemoNetwork.unpack(folder);
        Path commands = folder.resolve("command.onnx");
        Vernier run = Vernier.run("quantize", network, "--data", "shapes:test", "--limit", 50, "--calibrate", CALIBRATE,
                "-o", commands);
        assertEquals(0, run.status(), run.err());

        dev.vernier.Vernier vernier = dev.vernier.Vernier.standard();
        Model model = vernier.read(network);
        Samples train = Samples.of("shapes:train", model.card().orElseThrow().preprocess().orElseThrow());
        Path librarys = folder.resolve("library.onnx");
        Model int8 = vernier.quantize(model, QConfig.X86, train.first(CALIBRATE));
        vernier.write(int8, librarys);
        assertArrayEquals(Files.readAllBytes(commands), Files.readAllBytes(librarys));
        assertEquals(Files.readString(Card.beside(commands)), Files.readString(Card.beside(librarys)));

        Samples test = Samples.of("shapes:test", train.preprocess()).first(50);
        Audit audit = vernier.audit(model, int8, test);
        assertEquals(vernier.audit(model, vernier.read(librarys), test).findings(), audit.findings());
    }
}
