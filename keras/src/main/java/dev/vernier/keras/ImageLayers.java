package dev.vernier.keras;

import dev.vernier.graph.op.Resize;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Layers that scale the values or the sides of images. Positions lie in the middle of pixels, as TensorFlow 2 has them.
final class ImageLayers {
    private ImageLayers() {}

    /// A layer of these; empty where it is another one.
    static Optional<String> read(LayerCall call) {
        return Optional.ofNullable(switch (call.layer().kind()) {
            case "Rescaling" -> rescaled(call);
            case "Resizing" -> resized(call);
            case "UpSampling1D" -> repeated(call);
            case "UpSampling2D" -> enlarged(call);
            default -> null;
        });
    }

    /// `x * scale + offset`, by one number or one for each channel.
    private static String rescaled(LayerCall call) {
        return call.graph().scaled(call.path(), call.x(), perChannel(call, "scale", 1), perChannel(call, "offset", 0));
    }

    private static Tensor perChannel(LayerCall call, String key, float otherwise) {
        List<Float> numbers = call.settings().numbers(key);
        if (numbers.size() < 2) {
            return Tensor.scalar(numbers.isEmpty() ? otherwise : numbers.getFirst());
        }
        int channels = call.channels(call.x());
        if (numbers.size() != channels) {
            throw call.settings().unfit(key, "one number, or " + channels);
        }
        int[] sizes = new int[call.graph().rank(call.x())];
        Arrays.fill(sizes, 1);
        sizes[sizes.length - 1] = channels;
        float[] values = new float[channels];
        for (int i = 0; i < channels; i++) {
            values[i] = numbers.get(i);
        }
        return ChannelsLast.inGraph(Tensor.of(Shape.of(sizes), values));
    }

    private static String resized(LayerCall call) {
        Settings settings = call.settings();
        call.requireChannelsLast();
        call.requireRank(call.x(), 4);
        settings.requireNone("crop_to_aspect_ratio", "pad_to_aspect_ratio", "antialias");
        Tensor sizes = Tensor.vector(settings.integer("height"), settings.integer("width"));
        return call.graph().add(call.path(), resize(settings, "bilinear"), call.x(), "", "",
                call.graph().constant(call.inner("sizes"), sizes));
    }

    private static String enlarged(LayerCall call) {
        call.requireChannelsLast();
        call.requireRank(call.x(), 4);
        List<Integer> size = call.settings().integers("size", 2, 2);
        if (size.stream().anyMatch(factor -> factor < 1)) {
            throw call.settings().unfit("size", "factors from 1");
        }
        Tensor scales = Tensor.of(Shape.of(2), size.getFirst(), size.getLast());
        return call.graph().add(call.path(), resize(call.settings(), "nearest"), call.x(), "",
                call.graph().constant(call.inner("scales"), scales));
    }

    /// Each step of `[n, t, c]` several times.
    private static String repeated(LayerCall call) {
        call.requireRank(call.x(), 3);
        List<Integer> size = call.settings().integers("size", 1, 2);
        if (size.getFirst() < 1) {
            throw call.settings().unfit("size", "a factor from 1");
        }
        Resize resize = new Resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR,
                Resize.AspectRatio.STRETCH, List.of(1), false, 0, -0.75f);
        return call.graph().add(call.path(), resize, call.x(), "",
                call.graph().constant(call.inner("scales"), Tensor.of(Shape.of(1), size.getFirst())));
    }

    private static Resize resize(Settings settings, String otherwise) {
        Resize.Mode mode = switch (settings.text("interpolation", otherwise)) {
            case "nearest" -> Resize.Mode.NEAREST;
            case "bilinear" -> Resize.Mode.LINEAR;
            default -> throw settings.unfit("interpolation", "nearest or bilinear");
        };
        return new Resize(mode, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.ROUND_PREFER_CEIL,
                Resize.AspectRatio.STRETCH, List.of(2, 3), false, 0, -0.75f);
    }
}
