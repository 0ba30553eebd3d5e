package dev.vernier.onnx;

import dev.vernier.graph.Graph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an ONNX file holds.
///
/// @param metadata the file's own key-value pairs, in their order
/// @param opset the version of ONNX's operators that the file was written for
/// @param irVersion the version of the file format itself
/// @param producer the program that wrote the file, "" where it does not say
/// @param changes what was read otherwise than it is written, a line each
/// @param takesOther whether its input is of another type than the file's
public record OnnxModel(Graph graph, Map<String, String> metadata, int opset, int irVersion, String producer,
        List<String> changes, boolean takesOther) {
    public OnnxModel {
        changes = List.copyOf(changes);
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
