package dev.vernier.onnx;

import dev.vernier.graph.Graph;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an ONNX file holds.
///
/// @param metadata the file's own key-value pairs, in their order
/// @param opset the version of ONNX's operators that the file was written for
/// @param irVersion the version of the file format itself
/// @param producer the program that wrote the file, "" where it does not say
public record OnnxModel(Graph graph, Map<String, String> metadata, int opset, int irVersion, String producer) {
    public OnnxModel {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
