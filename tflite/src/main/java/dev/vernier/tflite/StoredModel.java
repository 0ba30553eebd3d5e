package dev.vernier.tflite;

import java.util.List;
import java.util.Map;

/// What a file holds: its first subgraph, and its notes.
///
/// @param inputs tensors by their place
/// @param outputs tensors by their place
/// @param notes texts that stand beside the model, by their names
/// @param description what the file says of itself, mostly who wrote it; "" for nothing
record StoredModel(List<StoredTensor> tensors, List<StoredOperator> operators, List<Integer> inputs,
        List<Integer> outputs, Map<String, String> notes, String description) {
    StoredModel {
        tensors = List.copyOf(tensors);
        operators = List.copyOf(operators);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        notes = Map.copyOf(notes);
    }

    StoredTensor tensor(int place) {
        return tensors.get(place);
    }
}
