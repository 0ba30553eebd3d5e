package dev.vernier.onnx;

import dev.vernier.graph.op.Resize;
import java.util.List;

/// Resize and Upsample on their way in.
final class ResizeReader {
    private final NodeReader node;
    private final NodeAttributes attributes;

    ResizeReader(NodeReader node) {
        this.node = node;
        this.attributes = node.attributes();
    }

    private <E extends Enum<E>> E word(String name, Class<E> type, String absent) {
        return AttributeWords.of(name, type, attributes.word(name, absent));
    }

    /// Inputs that are constants without elements count as absent, as ONNX has them.
    Resize resize() {
        if (node.opset() < 11) {
            return upsample();
        }
        for (int index = 1; index < node.inputs().size(); index++) {
            if (node.graph().constant(node.input(index)).filter(constant -> constant.size() == 0).isPresent()) {
                node.setInput(index, "");
            }
        }
        attributes.require("exclude_outside", 0);
        return new Resize(
                word("mode", Resize.Mode.class, "nearest"),
                word("coordinate_transformation_mode", Resize.Coordinates.class, "half_pixel"),
                word("nearest_mode", Resize.Rounding.class, "round_prefer_floor"),
                word("keep_aspect_ratio_policy", Resize.AspectRatio.class, "stretch"),
                attributes.integers("axes").orElse(List.of()),
                attributes.flag("antialias", false),
                attributes.number("extrapolation_value", 0),
                attributes.number("cubic_coeff_a", -0.75f));
    }

    /// Upsample, and Resize as it was in opset 10: `x, scales`, each output position scaled down to its source.
    Resize upsample() {
        attributes.floats("scales").ifPresent(scales -> node.constantInput(1, "scales", scales));
        if (node.inputs().size() > 1) {
            String scales = node.input(1);
            node.setInput(1, "");
            node.setInput(2, scales);
        }
        return new Resize(word("mode", Resize.Mode.class, "nearest"), Resize.Coordinates.ASYMMETRIC,
                Resize.Rounding.FLOOR, Resize.AspectRatio.STRETCH, List.of(), false, 0, -0.75f);
    }
}
