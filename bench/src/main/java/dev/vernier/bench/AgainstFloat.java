package dev.vernier.bench;

import dev.vernier.graph.Graph;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Int8 beside float, both Vernier's, on one thread: `AgainstFloat (MODEL.onnx SIDE BATCH)...`.
public final class AgainstFloat {
    private AgainstFloat() {}

    public static void main(String... arguments) {
        for (int i = 0; i + 3 <= arguments.length; i += 3) {
            compare(Network.read(Path.of(arguments[i]), Integer.parseInt(arguments[i + 1])),
                    Integer.parseInt(arguments[i + 2]));
        }
    }

    private static void compare(Network network, int batch) {
        Map<String, Tensor> feed = network.feed(network.noise(batch));
        try (Session int8 = open(network.integer(), batch); Session real = open(network.real(), batch)) {
            Map<String, Runnable> contestants = new LinkedHashMap<>();
            contestants.put("int8", () -> int8.run(feed));
            contestants.put("float", () -> real.run(feed));
            Contest.print(network.title(batch), contestants);
        }
    }

    private static Session open(Graph graph, int batch) {
        return new OneDnnEngine().open(graph, new SessionOptions(batch, Set.of()));
    }
}
