package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Graph;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Integer graphs of every scheme, granularity and code type, those among them that oneDNN has no kernels for.
class SchemesTest {
    static Stream<String> configs() {
        return Networks.CONFIGS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void givesTheCodesOfTheDefinition(String config) {
        for (String network : new String[] {Networks.RESIDUAL, Networks.MOVES, Networks.SELECTS, Networks.ATTENTION}) {
            QuantizedModel model = Networks.quantized(network, Networks.CONFIGS.get(config));
            Graph integer = model.integer();
            Tensor x = Networks.samples(model.graph(), 20, 5);
            try (Session session = new OneDnnEngine().open(integer, SessionOptions.DEFAULT)) {
                Tensor actual = session.run(Map.of("x", x)).get(integer.outputs().getFirst());
                assertEquals(Networks.output(integer, x), actual, config);
            }
        }
    }
}
