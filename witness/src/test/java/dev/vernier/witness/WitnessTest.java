package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.graph.Graph;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Qdq;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    @Test
    void differOnlyWhereTheCpuLacksVnni() throws IOException {
        assumeTrue(Files.isReadable(CPU), "no " + CPU + " here");
        String cpu = Files.readString(CPU);
        assertEquals(cpu.contains("avx2") && !cpu.contains("vnni"), Witness.differ());
    }

    @Test
    void agreeOnCodesOfSevenBits() {
        QuantizedModel model = Networks.quantized(Networks.RESIDUAL, QConfig.X86.reducedRange());
        Graph graph = Qdq.insert(model.graph(), model.quantization());
        Tensor x = Networks.samples(model.graph(), 20, 5);
        assertArrayEquals(outputs(Witness.EXACT, graph, x), outputs(Witness.AS_IT_COMES, graph, x));
    }

    @Test
    void areCalledAsTheirEnginesAre() {
        for (Witness witness : Witness.values()) {
            assertEquals(witness.toString(), new OnnxRuntimeEngine(witness).name());
        }
        assertTrue(Witness.EXACT.toString().startsWith(Witness.AS_IT_COMES.toString()));
    }

    private static float[] outputs(Witness witness, Graph graph, Tensor x) {
        Engine engine = new OnnxRuntimeEngine(witness);
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            return session.run(Map.of("x", x)).values().iterator().next().floats();
        }
    }
}
