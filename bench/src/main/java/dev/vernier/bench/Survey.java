package dev.vernier.bench;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import dev.vernier.witness.OnnxRuntimeEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// What Vernier computes of models beside ONNX Runtime, on seeded noise: `Survey FOLDER`, a tab-separated line a file
/// `LIBRARY.MODEL.EXPORTER.OPSET.onnx` in it, with the largest difference, relative to the largest score, or the error.
public final class Survey {
    private static final int SAMPLES = 2;
    private static final SessionOptions OPTIONS = new SessionOptions(SAMPLES, Set.of());

    private Survey() {}

    public static void main(String... arguments) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            List<Path> models = files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
            models.forEach(Survey::survey);
        }
    }

    private static void survey(Path file) {
        String[] words = file.getFileName().toString().split("\\.");
        String title = String.join("\t", List.of(words).subList(0, 4));
        try {
            System.out.printf(Locale.ROOT, "%s\t%.1e%n", title, difference(file));
        } catch (RuntimeException failed) {
            System.out.printf("%s\t%s%n", title, failed.getMessage());
        }
    }

    private static double difference(Path file) {
        Graph graph = Rewriter.run(OnnxReader.read(file).graph(), Folding.standard()).graph();
        Map<String, Tensor> feed =
                Map.of(graph.inputs().getFirst().name(), noise(graph.inputs().getFirst().type().shape().at(SAMPLES)));
        Inference.types(graph);
        Tensor ours;
        Tensor theirs;
        try (Session session = new OneDnnEngine().open(graph, OPTIONS)) {
            ours = session.run(feed).get(graph.outputs().getFirst());
        }
        try (Session session = new OnnxRuntimeEngine().openFile(file, OPTIONS)) {
            theirs = session.run(feed).get(graph.outputs().getFirst());
        }
        double most = 0;
        double largest = 0;
        for (int i = 0; i < theirs.size(); i++) {
            double difference = Math.abs(theirs.floatAt(i) - ours.floatAt(i));
            most = difference <= most ? most : difference;
            largest = Math.max(largest, Math.abs(theirs.floatAt(i)));
        }
        return most / largest;
    }

    private static Tensor noise(Shape shape) {
        Random random = new Random(1);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Tensor.of(shape, values);
    }
}
