package dev.vernier.exam;

import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.Graph;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A trained network and images that it knows.
///
/// @param graph as its file holds it
/// @param folded as it is quantized
/// @param preprocess that it was trained with
record Network(String name, Graph graph, Graph folded, Preprocess preprocess, Dataset train, Dataset test) {
    /// Images that each case is evaluated on.
    static final int IMAGES = 1000;

    static Network of(String name, Path file, Preprocess preprocess, DataSpec data) {
        Graph graph = OnnxReader.read(file).graph();
        return new Network(name, graph, folded(graph), preprocess, data.trainSplit().orElse(data).open(), data.open());
    }

    static Graph folded(Graph graph) {
        return Rewriter.run(graph, Folding.standard()).graph();
    }

    /// The network that comes with Vernier, on generated images.
    ///
    /// @param root of the repository
    static Network shapes(Path root) {
        return of("shapes", root.resolve("facade/src/main/resources/dev/vernier/demo/shapes-resnet8.onnx"),
                Preprocess.parse("scale=1/255,mean=0.5:0.5:0.5,std=0.25:0.25:0.25"),
                new DataSpec.Shapes(DataSpec.Split.TEST));
    }

    /// All that are there: the one that comes with Vernier, and those of a folder with `models` and `data/cifar10`.
    static List<Network> all(Path root, Path shared) {
        List<Network> all = new ArrayList<>(List.of(shapes(root)));
        for (String name : List.of("resnet20", "mobilenet_v2")) {
            Path file = shared.resolve("models").resolve(name + "-cifar10.onnx");
            if (Files.exists(file)) {
                all.add(of(name, file, Preprocess.IMAGENET,
                        new DataSpec.Cifar10(shared.resolve("data/cifar10"), DataSpec.Split.TEST)));
            }
        }
        return all;
    }

    /// Some images of the test split: those numbered `slice * images` and following.
    Loader images(int slice, int images) {
        return Loader.of(test.range(slice * IMAGES, slice * IMAGES + images), preprocess);
    }
}
