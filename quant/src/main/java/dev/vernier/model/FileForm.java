package dev.vernier.model;

import dev.vernier.graph.op.Contract;
import dev.vernier.quant.QdqForm;
import java.util.List;
import java.util.OptionalInt;

/// What a file of some format holds, before anything is asked of it.
///
/// @param written the graph with its quantize and dequantize nodes, if it has any, and the file's notes
/// @param input what the file takes where the graph takes something else
/// @param isReshaped whether the graph takes other samples than the file
/// @param changes what was read otherwise than it is written, a line each
/// @param contract how the runtime that the file is made for makes codes of sums
/// @param origin who made it
public record FileForm(QdqForm written, InputForm input, boolean isReshaped, List<String> changes, Contract contract,
        Origin origin) {
    public FileForm {
        changes = List.copyOf(changes);
    }

    /// Who made a file, and for which version of its format.
    ///
    /// @param opset of ONNX's operators; empty of other formats
    /// @param irVersion of ONNX's files; empty of other formats
    /// @param producer the program that wrote it, "" where the file does not say
    public record Origin(OptionalInt opset, OptionalInt irVersion, String producer) {
        /// A file that does not say.
        public static final Origin UNKNOWN = new Origin(OptionalInt.empty(), OptionalInt.empty(), "");
    }
}
