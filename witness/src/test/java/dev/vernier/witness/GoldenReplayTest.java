package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.Shared;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Kernels;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.quant.QdqForm;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.SaturatingEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What ONNX Runtime 1.30 gave on a CPU with AVX2 and without VNNI, replayed on any CPU: the same logits, bit by bit, on the
/// first images of CIFAR-10's test set.
class GoldenReplayTest {
    @ParameterizedTest
    @CsvSource({"resnet20, 100", "mobilenet_v2, 200", "resnet18, 80"})
    void givesTheLogitsOfTheKernelsThatSaturate(String name, int images) {
        assertLogits("logits_saturating", name, images, SaturatingEngine.replaying(Kernels.ONNXRUNTIME));
    }

    @ParameterizedTest
    @CsvSource({"resnet20, 50", "mobilenet_v2, 100", "resnet18, 40"})
    void givesTheLogitsOfTheExactKernels(String name, int images) {
        assertLogits("logits_exact", name, images, new ReferenceEngine());
    }

    private static void assertLogits(String array, String name, int images, Engine engine) {
        Path folder = Shared.path("golden/ort-avx2");
        Path data = Shared.path("data/cifar10");
        OnnxModel model = OnnxReader.read(folder.resolve(name + "-int8.onnx"));
        Graph graph = new QdqForm(model.graph(), model.metadata()).lift().integer(Contract.ONNX);
        Tensor expected = Npz.read(folder.resolve(name + ".npz")).get(array).rows(0, images);
        Tensor x = Loader.of(DataSpec.parse("cifar10:" + data + ":test").open(), Preprocess.IMAGENET)
                .load(0, images).x();
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            assertEquals(expected,
                    session.run(Map.of(graph.inputs().getFirst().name(), x)).get(graph.outputs().getFirst()));
        }
    }
}
