package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import dev.vernier.file.TemporaryPath;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes graphs as ONNX models: the oldest opset from 13 on that holds the graph, no more names than needed, the batch
/// size as `n`. Reading the model gives an equal graph, without the constants that nothing reads.
public final class OnnxWriter {
    private static final String PRODUCER = "vernier";

    private OnnxWriter() {}

    /// Writes to a temporary file in the same folder and moves it into place.
    ///
    /// @throws InputException where the folder is missing or cannot be written to, or the model exceeds ONNX's 2 GiB
    /// @throws IllegalArgumentException where the graph's shapes do not fit together
    public static void write(Graph graph, Map<String, String> metadata, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(file + ": no folder " + folder + ", needed one that exists");
        }
        ModelProto model = model(graph, metadata);
        try (TemporaryPath unfinished = TemporaryPath.beside(file)) {
            try (var stream = Files.newOutputStream(unfinished.path(), StandardOpenOption.CREATE_NEW)) {
                model.writeTo(stream);
            }
            unfinished.moveTo(file);
        } catch (IOException unwritable) {
            throw new InputException(file + ": cannot be written (" + unwritable.getMessage() + ")", unwritable);
        }
    }

    /// The model as a file would hold it.
    ///
    /// @throws InputException where the model exceeds ONNX's 2 GiB
    /// @throws IllegalArgumentException where the graph's shapes do not fit together
    public static byte[] toBytes(Graph graph, Map<String, String> metadata) {
        return model(graph, metadata).toByteArray();
    }

    private static ModelProto model(Graph graph, Map<String, String> metadata) {
        requireRoom(graph);
        Map<String, TensorType> types = Inference.types(graph);
        int opset = NodeWriter.LEAST_OPSET;
        GraphProto.Builder proto = GraphProto.newBuilder().setName(PRODUCER);
        for (Node node : graph.nodes()) {
            NodeWriter written = NodeWriter.write(node, types);
            proto.addNode(written.proto());
            opset = Math.max(opset, written.opset());
        }
        graph.inputs().forEach(input -> proto.addInput(value(input.name(), input.type())));
        graph.outputs().forEach(output -> proto.addOutput(value(output, types.get(output))));
        Set<String> read = new HashSet<>(graph.outputs());
        graph.nodes().forEach(node -> read.addAll(node.inputs()));
        graph.constants().forEach((name, constant) -> {
            if (read.contains(name)) {
                proto.addInitializer(tensor(name, constant));
            }
        });
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(irVersion(opset))
                .setProducerName(PRODUCER)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset));
        proto.getNodeList()
                .stream()
                .map(NodeProto::getDomain)
                .filter(domain -> !domain.isEmpty())
                .distinct()
                .forEach(domain -> model
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(1)));
        new TreeMap<>(metadata).forEach(
                (key, text) -> model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
        return model.setGraph(proto).build();
    }

    /// The version of the file format that goes with an opset.
    private static int irVersion(int opset) {
        return opset <= 18 ? 8 : opset <= 20 ? 9 : 10;
    }

    private static void requireRoom(Graph graph) {
        long bytes = graph.constants().values().stream().mapToLong(constant -> constant.segment().byteSize()).sum();
        if (bytes > Integer.MAX_VALUE - (1 << 20)) {
            throw new InputException("ONNX model: weights of " + bytes + " bytes, needed less than 2 GiB");
        }
    }

    private static ValueInfoProto value(String name, TensorType type) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int size : type.shape().sizes()) {
            TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
            shape.addDim(
                    size >= 0 ? dimension.setDimValue(size) : dimension.setDimParam(size == -1 ? "n" : -size + "n"));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder()
                                        .setElemType(ElementType.code(type.dtype()))
                                        .setShape(shape)))
                .build();
    }

    /// @param name "" for a tensor inside an attribute
    static TensorProto tensor(String name, Tensor tensor) {
        TensorProto.Builder proto = TensorProto.newBuilder()
                .setDataType(ElementType.code(tensor.dtype()))
                .setRawData(UnsafeByteOperations
                        .unsafeWrap(tensor.dtype() == DType.I4 ? Nibbles.pack(tensor.bytes()) : tensor.bytes()));
        if (!name.isEmpty()) {
            proto.setName(name);
        }
        for (int size : tensor.shape().sizes()) {
            proto.addDims(size);
        }
        return proto.build();
    }
}
