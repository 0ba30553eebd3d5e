package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.vernier.graph.FrozenBatch;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.model.InputShapes;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads ONNX models. The first axis of an input becomes the batch size n where its size is no number; a fixed size
/// stays. A file's half floats become float32, an input of bytes becomes one of float32 before a cast, and a batch that stands
/// in the graph alone becomes that of its inputs; what was changed so is told ([OnnxModel#changes()]). Every failure is an
/// [InputException] that names the file, and the node where there is one; operators that Vernier does not have are listed
/// together.
public final class OnnxReader {
    /// The oldest and the newest version of ONNX's operators that is read.
    public static final int OLDEST_OPSET = 7;
    public static final int NEWEST_OPSET = 28;

    private OnnxReader() {}

    /// @throws InputException where the file is missing, no ONNX model, malformed, or holds what Vernier does not have
    public static OnnxModel read(Path file) {
        return read(file, InputShapes.DECLARED);
    }

    /// The same with other shapes for some inputs than the file says. A first axis that the file leaves open stays n.
    ///
    /// @param inputShapes by the input's name; "" stands for the model's only input
    /// @throws InputException as [#read(Path)], and where a name is no input or the graph cannot run with these shapes
    public static OnnxModel read(Path file, Map<String, Shape> inputShapes) {
        return read(file, InputShapes.given(inputShapes));
    }

    /// The same with shapes that may depend on what the file declares.
    ///
    /// @throws InputException as [#read(Path, Map)]
    public static OnnxModel read(Path file, InputShapes inputShapes) {
        String where = file.toString();
        ExternalData external = new ExternalData(Optional.ofNullable(file.toAbsolutePath().getParent()));
        ModelProto proto = proto(where, bytes(file));
        try {
            return adapted(proto, external, inputShapes);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw failure(where, malformed);
        }
    }

    private static OnnxModel adapted(ModelProto proto, ExternalData external, InputShapes inputShapes) {
        GraphProto written = proto.getGraph();
        Optional<GraphProto> wide = new HalfFloats(external).widened(written);
        Graph graph = graph(proto, wide.orElse(written), external, inputShapes);
        List<String> changes = new ArrayList<>();
        wide.ifPresent(halves -> changes.add("half floats are read as float32"));
        boolean takesOther = written.getInputList().stream().anyMatch(HalfFloats::isHalf);
        List<Input> bytes = IntegerInput.of(graph.inputs());
        if (!bytes.isEmpty()) {
            bytes.forEach(input -> changes.add("its input '" + input.name() + "' is " + input.type()
                    + ": it is read as f32 that holds the same whole numbers"));
            graph = IntegerInput.widened(graph, bytes);
            takesOther = true;
        }
        Optional<Graph> frozen = FrozenBatch.find(graph);
        if (frozen.isPresent()) {
            graph = frozen.get();
            int batch = graph.inputs().getFirst().type().shape().size(0);
            changes.add("it was exported for a batch of " + batch + ", and runs " + batch
                    + (batch == 1 ? " sample" : " samples") + " at a time");
        }
        Inference.types(graph);
        return model(proto, graph, changes, takesOther);
    }

    /// Reads a model that is no file, without checking that shapes fit together.
    ///
    /// @param where what messages call the model
    /// @throws InputException as [#read(Path)]
    public static OnnxModel parse(String where, byte[] bytes) {
        ModelProto proto = proto(where, bytes.clone());
        try {
            return model(proto,
                    graph(proto, proto.getGraph(), new ExternalData(Optional.empty()), InputShapes.DECLARED), List.of(),
                    false);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw failure(where, malformed);
        }
    }

    /// Reads a single tensor as ONNX stores it (a `TensorProto`).
    ///
    /// @param where what messages call the tensor
    /// @throws InputException where the bytes are no such tensor, or of a type that Vernier does not have
    public static Tensor parseTensor(String where, byte[] bytes) {
        try {
            return new TensorReader(new ExternalData(Optional.empty())).read(TensorProto.parseFrom(bytes));
        } catch (InvalidProtocolBufferException | IllegalArgumentException malformed) {
            throw failure(where, malformed);
        }
    }

    /// How often each operator stands in a file, whether Vernier has it or not; operators of other domains than ONNX's
    /// own with their domain.
    ///
    /// @throws InputException where the file is missing or no ONNX model
    public static Map<String, Integer> operators(Path file) {
        Map<String, Integer> counts = new TreeMap<>();
        nodes(file).forEach((operator, nodes) -> counts.put(operator, nodes.size()));
        return counts;
    }

    /// The nodes of a file by their operators, as [#operators] names these: each by its name, or by its first output
    /// where it has none.
    ///
    /// @throws InputException where the file is missing or no ONNX model
    public static Map<String, List<String>> nodes(Path file) {
        Map<String, List<String>> nodes = new TreeMap<>();
        for (NodeProto node : proto(file.toString(), bytes(file)).getGraph().getNodeList()) {
            String output = node.getOutputCount() == 0 ? "" : node.getOutput(0);
            nodes.computeIfAbsent(NodeReader.operator(node), absent -> new ArrayList<>())
                    .add(node.getName().isEmpty() ? output : node.getName());
        }
        return nodes;
    }

    private static byte[] bytes(Path file) {
        if (!Files.exists(file)) {
            throw new InputException(file + ": no such file, needed an ONNX model");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no regular file, needed an ONNX model");
        }
        try {
            ForeignFile.find(file).ifPresent(kind -> {
                throw new InputException(file + ": " + kind);
            });
            if (Files.size(file) > Integer.MAX_VALUE - 8) {
                throw new InputException(
                        file + ": " + Files.size(file) + " bytes, needed at most 2 GiB; larger models keep "
                                + "their weights in external data");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new InputException(file + ": cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
    }

    private static ModelProto proto(String where, byte[] bytes) {
        if (bytes.length == 0) {
            throw new InputException(where + ": empty file, needed an ONNX model");
        }
        CodedInputStream stream = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        stream.enableAliasing(true);
        try {
            ModelProto proto = ModelProto.parseFrom(stream);
            if (proto.hasGraph()) {
                return proto;
            }
            throw new InputException(where + ": holds no graph, needed an ONNX model");
        } catch (InvalidProtocolBufferException malformed) {
            throw new InputException(
                    where + ": no ONNX model, or a damaged one: at byte " + stream.getTotalBytesRead() + " of "
                            + bytes.length + " it ends early or holds no protobuf field",
                    malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Graph graph(ModelProto proto, GraphProto graph, ExternalData external, InputShapes shapes) {
        return new GraphReader(graph, opset(proto), new TensorReader(external), shapes).read();
    }

    private static OnnxModel model(ModelProto proto, Graph graph, List<String> changes, boolean takesOther) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (StringStringEntryProto entry : proto.getMetadataPropsList()) {
            metadata.put(entry.getKey(), entry.getValue());
        }
        return new OnnxModel(graph, metadata, opset(proto), Math.clamp(proto.getIrVersion(), 0, Integer.MAX_VALUE),
                proto.getProducerName(), changes, takesOther);
    }

    private static int opset(ModelProto proto) {
        long opset = 1;
        for (OperatorSetIdProto imported : proto.getOpsetImportList()) {
            if (imported.getDomain().isEmpty() || imported.getDomain().equals("ai.onnx")) {
                opset = imported.getVersion();
            }
        }
        if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
            throw new IllegalArgumentException(
                    "opset = " + opset + ", needed " + OLDEST_OPSET + " to " + NEWEST_OPSET);
        }
        return (int) opset;
    }

    /// One line, whatever names the file holds.
    private static InputException failure(String where, Exception reason) {
        return new InputException(where + ": " + String.valueOf(reason.getMessage()).replaceAll("\\p{Cntrl}", "?"),
                reason);
    }
}
