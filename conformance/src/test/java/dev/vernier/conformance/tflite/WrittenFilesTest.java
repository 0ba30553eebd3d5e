package dev.vernier.conformance.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.conformance.networks.RandomNetwork;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.InputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Random networks as TensorFlow Lite files: read back they compute what they did, and TensorFlow Lite computes the same of them,
/// in float within the last bits, and on codes every code of every layer. What it has no operators for is refused.
class WrittenFilesTest {
    private static final int SEEDS = 120;

    @Test
    void computeInFloatWhatTheNetworksDo() {
        assertEqual((network, batch) -> WrittenComparison.ofReals(network.graph(), network.samples(batch)));
    }

    @Test
    void computeTheCodesOfTheIntegerGraphs() {
        assertEqual((network, batch) -> WrittenComparison.ofCodes(network.graph(), network.samples(batch),
                network.samples(16)));
    }

    private interface Comparing {
        List<String> differences(RandomNetwork network, int batch);
    }

    private static void assertEqual(Comparing comparing) {
        int written = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomNetwork network = RandomNetwork.of(seed);
            if (network.isPerSample()) {
                written += assertEqual(comparing, network, seed);
            }
        }
        assertTrue(written > SEEDS / 4, written + " networks were written");
    }

    private static int assertEqual(Comparing comparing, RandomNetwork network, long seed) {
        try {
            assertEquals(List.of(), comparing.differences(network, seed % 2 == 0 ? 1 : 3),
                    () -> described(network, seed));
            return 1;
        } catch (InputException refused) {
            assertTrue(refused.getMessage().contains("cannot be written as TensorFlow Lite"),
                    () -> refused.getMessage() + described(network, seed));
            return 0;
        }
    }

    private static String described(RandomNetwork network, long seed) {
        Graph graph = network.graph();
        return "\nseed " + seed + "\n" + GraphText.print(graph);
    }
}
