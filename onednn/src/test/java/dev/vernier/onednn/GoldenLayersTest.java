package dev.vernier.onednn;

import dev.vernier.GoldenLayer;
import dev.vernier.graph.Graph;
import dev.vernier.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenLayersTest {
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void givesPyTorchsCodes(GoldenLayer layer) {
        GoldenLayer.Case golden = layer.read();
        Graph graph = Cases.graph(golden.op(), golden.operands(), 1);
        Cases.assertOneCode(layer.name(), golden.codes(), Cases.run(new OneDnnEngine(), graph, golden.operands()));
        Cases.assertExact(golden.op(), 1, golden.operands().toArray(Tensor[]::new));
    }
}
