package dev.vernier.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {
    private static final double MOST = 1e-4;

    @TempDir
    private Path folder;

    static Stream<String> files() {
        return Golden.FILES.stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void givesWhatKerasGives(String name) throws IOException {
        Model model = new KerasFormat().read(Golden.file(name, folder), InputShapes.DECLARED);
        Map<String, Tensor> expected = new HashMap<>(Golden.expected(name, folder));
        Graph graph = model.graph();
        Tensor x = ChannelsLast.inGraph(expected.remove("x"));
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            Map<String, Tensor> given = session.run(Map.of(model.input().name(), x));
            assertEquals(expected.size(), graph.outputs().size(), graph.outputs() + " of " + expected.keySet());
            expected.forEach((output, values) -> requireNear(output, values, ChannelsLast.stored(given.get(output))));
        }
    }

    private static void requireNear(String output, Tensor expected, Tensor given) {
        assertEquals(expected.shape(), given.shape(), output);
        double largest = IntStream.range(0, expected.size()).mapToDouble(i -> Math.abs(expected.doubleAt(i))).max()
                .orElseThrow();
        for (int i = 0; i < expected.size(); i++) {
            double difference = Math.abs(expected.doubleAt(i) - given.doubleAt(i)) / largest;
            assertTrue(difference <= MOST, output + " at " + i + ": " + given.doubleAt(i) + ", expected "
                    + expected.doubleAt(i));
        }
    }
}
