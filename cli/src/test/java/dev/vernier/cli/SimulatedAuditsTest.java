package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.DemoNetwork;
import dev.vernier.audit.RecordedFile;
import dev.vernier.audit.SimulatedAudits;
import dev.vernier.audit.SimulatedAudits.Rate;
import dev.vernier.audit.ladder.Pairing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Audits of a network with 4-bit weights on generated images, simulated and added up exactly. `bench/run
/// audit-simulation` does the same at length.
final class SimulatedAuditsTest {
    private static final int AUDITS = 2_000;
    private static final int SAMPLES = 400;

    @TempDir
    private static Path folder;

    private static Pairing.Same pool;

    @BeforeAll
    static void predict() throws IOException {
        Path network = DemoNetwork.unpack(folder);
        Path coarse = Files.writeString(folder.resolve("int4.yaml"), "base: x86\nweights: {dtype: qint4}\n");
        Path before = folder.resolve("float.npz");
        Path after = folder.resolve("int4.npz");
        assertEquals(0, Vernier.run("eval", network, "--data", "shapes", "--limit", 1_000,
                "--predictions", before).status());
        assertEquals(0, Vernier.run("eval", network, "--data", "shapes", "--limit", 1_000, "--mode", "integer",
                "--qconfig", coarse, "--calibrate", 128, "--predictions", after).status());
        pool = assertInstanceOf(Pairing.Same.class, Pairing.of(new RecordedFile(before, "predictions").read("float"),
                new RecordedFile(after, "predictions").read("int4")));
    }

    @Test
    void findARealChangeAsOftenAsTheirDistributionSays() {
        assertAgrees(new SimulatedAudits(pool, SAMPLES, false));
    }

    @Test
    void raiseFalseAlarmsAsOftenAsTheirDistributionSays() {
        assertAgrees(new SimulatedAudits(pool, SAMPLES, true));
    }

    private static void assertAgrees(SimulatedAudits simulation) {
        for (Rate rate : simulation.run(AUDITS, new SplittableRandom(7))) {
            assertTrue(Math.abs(rate.standardErrors()) <= 3, rate.toString());
        }
    }
}
