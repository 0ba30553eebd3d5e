package dev.vernier.keras;

import java.util.ArrayList;
import java.util.List;

/// The arrays of numbers that a layer has, in the order in which Keras keeps them.
///
/// @param trained those that training changes
/// @param others that it only measures
record Roles(List<String> trained, List<String> others) {
    Roles {
        trained = List.copyOf(trained);
        others = List.copyOf(others);
    }

    /// All, those that are trained first.
    List<String> all() {
        List<String> all = new ArrayList<>(trained);
        all.addAll(others);
        return all;
    }

    /// Those of one layer, none of a kind that has none or is not known.
    static Roles of(KerasLayer layer) {
        Settings settings = layer.settings();
        return switch (layer.kind()) {
            case "Conv1D", "Conv2D", "Conv2DTranspose", "Dense" -> biased(settings, "kernel");
            case "DepthwiseConv1D", "DepthwiseConv2D" -> biased(settings, "depthwise_kernel");
            case "SeparableConv1D", "SeparableConv2D" -> biased(settings, "depthwise_kernel", "pointwise_kernel");
            case "BatchNormalization" ->
                new Roles(scaled(settings), List.of("moving_mean", "moving_variance"));
            case "LayerNormalization", "GroupNormalization" -> new Roles(scaled(settings), List.of());
            case "PReLU" -> new Roles(List.of("alpha"), List.of());
            case "Normalization" -> settings.has("mean") ? new Roles(List.of(), List.of())
                    : new Roles(List.of(), List.of("mean", "variance", "count"));
            default -> new Roles(List.of(), List.of());
        };
    }

    private static Roles biased(Settings settings, String... kernels) {
        List<String> trained = new ArrayList<>(List.of(kernels));
        if (settings.flag("use_bias", true)) {
            trained.add("bias");
        }
        return new Roles(trained, List.of());
    }

    private static List<String> scaled(Settings settings) {
        List<String> trained = new ArrayList<>();
        if (settings.flag("scale", true)) {
            trained.add("gamma");
        }
        if (settings.flag("center", true)) {
            trained.add("beta");
        }
        return trained;
    }
}
