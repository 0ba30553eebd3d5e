package dev.vernier.audit.experiment;

import dev.vernier.data.Preprocess;

/// What a card or a file says of how samples are preprocessed.
///
/// @param where what messages call it, such as `the card of resnet20.onnx`
public record Told(String where, Preprocess how) {}
