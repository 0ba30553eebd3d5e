package dev.vernier.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.Shared;
import dev.vernier.data.Batch;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Npz;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Kernels;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.quant.QdqForm;
import dev.vernier.run.Engine;
import dev.vernier.run.SaturatingEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What ONNX Runtime 1.30 gave on a CPU with AVX2 and without VNNI, on images of CIFAR-10, replayed on any CPU.
class GoldenReplayTest {
    @ParameterizedTest
    @CsvSource({"resnet20, 500", "mobilenet_v2, 500", "resnet18, 500"})
    void givesTheLogitsThatTheRuntimeGaveWithoutVnni(String name, int samples) {
        Tensor expected = Npz.read(Shared.path("golden/ort-avx2/" + name + ".npz")).get("logits_saturating");
        Path file = Shared.path("golden/ort-avx2/" + name + "-int8.onnx");
        Path data = Shared.path("data/cifar10");
        OnnxModel model = OnnxReader.read(file);
        Graph integer = new QdqForm(model.graph(), model.metadata()).lift().integer(Contract.ONNX);
        Loader images = Loader.of(DataSpec.parse("cifar10:" + data + ":test").open().first(samples),
                Preprocess.IMAGENET);
        Engine engine = SaturatingEngine.replaying(Kernels.ONNXRUNTIME);
        Map<Integer, Tensor> logits = new TreeMap<>();
        long start = System.nanoTime();
        images.forEachBatch(50, 2, () -> engine.open(integer, SessionOptions.DEFAULT),
                (session, batch) -> Map.entry(batch.first(), run(session, integer, batch)),
                part -> logits.put(part.getKey(), part.getValue()), Progress.NONE);
        System.out.println(name + " " + (System.nanoTime() - start) / 1e9 + " s");
        int apart = 0;
        int other = 0;
        for (Map.Entry<Integer, Tensor> part : logits.entrySet()) {
            float[] actual = part.getValue().floats();
            for (int i = 0; i < actual.length; i += 10) {
                int differing = 0;
                int e = 0;
                int a = 0;
                for (int j = 0; j < 10; j++) {
                    differing += expected.floatAt(part.getKey() * 10 + i + j) == actual[i + j] ? 0 : 1;
                    e = expected.floatAt(part.getKey() * 10 + i + j) > expected.floatAt(part.getKey() * 10 + i + e) ? j : e;
                    a = actual[i + j] > actual[i + a] ? j : a;
                }
                apart += differing;
                other += e == a ? 0 : 1;
            }
        }
        System.out.println(name + " apart " + apart + " other " + other);
        assertEquals(0, apart);
    }

    private static Tensor run(Session session, Graph graph, Batch batch) {
        return session.run(Map.of(graph.inputs().getFirst().name(), batch.x())).get(graph.outputs().getFirst());
    }
}
