package dev.vernier.tflite;

import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a TensorFlow Lite file holds.
///
/// @param model the float graph and its quantization, which is empty of a float file
/// @param codes how the only input becomes codes; empty where the file takes reals, or several inputs
/// @param notes texts that stand beside the model
/// @param producer the program that wrote it, "" where the file does not say
/// @param changes what was read otherwise than it is written, a line each
public record TfliteModel(QuantizedModel model, Optional<QParams> codes, Map<String, String> notes, String producer,
        List<String> changes) {
    public TfliteModel {
        notes = Map.copyOf(notes);
        changes = List.copyOf(changes);
    }
}
