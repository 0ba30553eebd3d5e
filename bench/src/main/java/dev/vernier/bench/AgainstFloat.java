package dev.vernier.bench;

import dev.vernier.onednn.OneDnnEngine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Int8 beside float, both Vernier's, on one thread: `AgainstFloat (MODEL.onnx SIDE BATCH)...`. On a CPU without VNNI
/// also beside oneDNN's kernels as they are, which saturate there.
public final class AgainstFloat {
    private AgainstFloat() {}

    public static void main(String... arguments) {
        for (int i = 0; i + 3 <= arguments.length; i += 3) {
            compare(Network.read(Path.of(arguments[i]), Integer.parseInt(arguments[i + 1])),
                    Integer.parseInt(arguments[i + 2]));
        }
    }

    private static void compare(Network network, int batch) {
        try (Bound int8 = Bound.open(network, network.integer(), batch);
                Bound saturating = Bound.open(OneDnnEngine.saturating(), network, network.integer(), batch);
                Bound real = Bound.open(network, network.real(), batch)) {
            Map<String, Runnable> contestants = new LinkedHashMap<>();
            contestants.put("int8", int8);
            if (OneDnnEngine.avoidsSaturation()) {
                contestants.put("int8, saturating", saturating);
            }
            contestants.put("float", real);
            Contest.print(network.title(batch), contestants);
        }
    }
}
