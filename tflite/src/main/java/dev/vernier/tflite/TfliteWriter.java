package dev.vernier.tflite;

import dev.vernier.file.Folders;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes networks as TensorFlow Lite models, for one sample at a time in the layout `[n, h, w, c]`, and codes where a
/// quantization has them.
public final class TfliteWriter {
    private TfliteWriter() {}

    /// What stands in front of the first operator and behind the last.
    public enum Ends {
        /// Reals, which the file itself quantizes and dequantizes.
        REALS,
        /// Codes, where the tensors have any.
        CODES
    }

    /// A file's bytes, and what was written otherwise than the model has it, a line each.
    private static final class Written {
        private final byte[] bytes;
        private final List<String> changes;

        Written(byte[] bytes, List<String> changes) {
            this.bytes = bytes;
            this.changes = List.copyOf(changes);
        }
    }

    /// @param model a float graph, with a quantization that is empty of a float model
    /// @param notes texts that the file keeps
    /// @throws InputException where TensorFlow Lite does not have what the graph needs; all that is missing is listed
    public static byte[] toBytes(QuantizedModel model, Ends ends, Map<String, String> notes) {
        return written(model, ends, notes).bytes;
    }

    private static Written written(QuantizedModel model, Ends ends, Map<String, String> notes) {
        ModelBuilder file = new ModelBuilder();
        Sheet sheet = new Sheet(model, ends, file);
        Graph graph = model.graph();
        int[] inputs = graph.inputs().stream().mapToInt(input -> sheet.input(input.name(), ends == Ends.CODES))
                .toArray();
        NodeWriter writer = new NodeWriter(sheet);
        List<String> problems = new ArrayList<>();
        for (Node node : graph.nodes()) {
            try {
                writer.write(node);
            } catch (IllegalArgumentException unfit) {
                problems.add("node '" + node.label() + "': " + node.op().word() + " (" + unfit.getMessage() + ")");
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems.size() + (problems.size() == 1 ? " node" : " nodes")
                    + " cannot be written as TensorFlow Lite: " + String.join("; ", problems));
        }
        int[] outputs = graph.outputs().stream()
                .mapToInt(output -> sheet.use(output, ends == Ends.CODES && sheet.areCoded(output))).toArray();
        return new Written(file.finish(inputs, outputs, notes), sheet.changes());
    }

    /// Writes it to a temporary file and moves that into place.
    ///
    /// @return what was written otherwise than the model has it, a line each
    /// @throws InputException as [#toBytes], and where the file cannot be written
    public static List<String> write(QuantizedModel model, Ends ends, Map<String, String> notes, Path file) {
        Written written;
        try {
            written = written(model, ends, notes);
        } catch (InputException unfit) {
            throw new InputException(file + ": " + unfit.getMessage(), unfit);
        }
        Folders.replace(file, written.bytes);
        return written.changes;
    }
}
