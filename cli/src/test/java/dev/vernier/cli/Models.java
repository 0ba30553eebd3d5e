package dev.vernier.cli;

import ai.onnx.proto.OnnxMl;
import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Small models and data sets that tests write into a folder.
record Models(Path folder) {
    static final Graph NETWORK = GraphText.parse("""
            x: f32[n, 3, 32, 32]
            const w: f32[8, 3, 3, 3] = random 1
            const gamma: f32[8] = [1.0, 0.5, 2.0, 1.0, 1.0, 1.5, 1.0, 0.25]
            const beta: f32[8] = random 2
            const mean: f32[8] = random 3
            const variance: f32[8] = [1.0, 2.0, 1.0, 0.5, 1.0, 1.0, 3.0, 1.0]
            const v: f32[10, 8] = random 4
            const d: f32[10] = random 5
            c = conv x, w, _ {kernel = [3, 3], stride = [2, 2], padding = [1, 1]}
            m = batch_norm c, gamma, beta, mean, variance
            r = relu m
            p = global_average_pool r
            f = flatten p
            y = gemm f, v, d {transpose_b = true}
            return y
            """);

    Path network() {
        return write("network.onnx", NETWORK);
    }

    Path write(String name, Graph graph) {
        Path file = folder.resolve(name);
        OnnxWriter.write(graph, Map.of(), file);
        return file;
    }

    Path bytes(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    Path withNaN() {
        float[] weights = NETWORK.constants().get("w").floats();
        weights[5] = Float.NaN;
        Map<String, Tensor> constants = new LinkedHashMap<>(NETWORK.constants());
        constants.put("w", Tensor.of(constants.get("w").shape(), weights));
        return write("nan.onnx", NETWORK.withConstants(constants));
    }

    /// The network with an operator that does not exist: its Relu has another name of the same length.
    Path unknownOperator() throws IOException {
        String latin = new String(OnnxWriter.toBytes(NETWORK, Map.of()), StandardCharsets.ISO_8859_1);
        return bytes("unknown.onnx", latin.replace("Relu", "Rulu").getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The network for images of any size, as far as its file says.
    Path openImageSize() throws IOException {
        OnnxMl.ModelProto.Builder model =
                OnnxMl.ModelProto.parseFrom(OnnxWriter.toBytes(NETWORK, Map.of())).toBuilder();
        var shape =
                model.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
        shape.getDimBuilder(2).setDimParam("height");
        shape.getDimBuilder(3).setDimParam("width");
        return bytes("open.onnx", model.build().toByteArray());
    }

    /// Random samples `[count, 3, 32, 32]` with labels 0 to 9, the same at every call.
    String samples(String name, int count) {
        return samples(name, count, Float.NaN, -1);
    }

    /// The same with another value somewhere in one sample.
    String samples(String name, int count, float value, int sample) {
        Random random = new Random(7);
        float[] x = new float[count * 3 * 32 * 32];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat() * 2 - 1;
        }
        if (sample >= 0) {
            x[sample * 3 * 32 * 32 + 100] = value;
        }
        long[] y = new long[count];
        Arrays.setAll(y, i -> i % 10);
        Path file = folder.resolve(name);
        Npz.write(file, Map.of("x", Tensor.of(Shape.of(count, 3, 32, 32), x), "y", Tensor.vector(y)));
        return "npz:" + file;
    }
}
