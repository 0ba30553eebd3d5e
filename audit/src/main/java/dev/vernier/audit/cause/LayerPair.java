package dev.vernier.audit.cause;

import dev.vernier.quant.Layer;

/// The same layer in both models.
public record LayerPair(Layer reference, Layer candidate) {}
