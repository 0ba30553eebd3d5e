package dev.vernier.keras;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Reads one call of a layer as operators of a graph.
final class LayerReader {
    private LayerReader() {}

    /// @return the name of what it gives
    /// @throws IllegalArgumentException where the layer is not known, or cannot be what it is; the message does not name it
    static String read(LayerCall call) {
        return Stream.<Function<LayerCall, Optional<String>>>of(LayerReader::unchanged, MergeLayers::read,
                ConvolutionLayers::read, ActivationLayers::read, PoolingLayers::read, NormalizationLayers::read,
                ShapeLayers::read, ImageLayers::read)
                .map(family -> family.apply(call)).flatMap(Optional::stream).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a layer that is not known"));
    }

    /// What does nothing once a network is trained.
    private static Optional<String> unchanged(LayerCall call) {
        return switch (call.layer().kind()) {
            case "Dropout", "SpatialDropout1D", "SpatialDropout2D", "AlphaDropout", "GaussianDropout", "GaussianNoise",
                    "ActivityRegularization", "Identity", "RandomFlip", "RandomRotation", "RandomZoom",
                    "RandomTranslation", "RandomContrast", "RandomBrightness", "RandomShear", "RandomHue",
                    "RandomSaturation", "RandomColorJitter", "RandomGrayscale", "RandomGaussianBlur" ->
                Optional.of(call.x());
            case "Lambda" -> throw new IllegalArgumentException("Python code, which is never run");
            default -> Optional.empty();
        };
    }
}
