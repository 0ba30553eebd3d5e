package dev.vernier.tflite;

import dev.vernier.graph.op.Window;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.PadOptions;
import org.tensorflow.lite.schema.PadV2Options;
import org.tensorflow.lite.schema.Padding;

/// The edges of images under a window: files know none, and those of TensorFlow's SAME; any other are a padded copy.
final class Edges {
    private final Sheet sheet;

    Edges(Sheet sheet) {
        this.sheet = sheet;
    }

    /// What a window slides over.
    ///
    /// @param tensor in the file
    /// @param padding one of [Padding]
    record Padded(int tensor, byte padding) {}

    /// With zeros where there are no images.
    Padded zeros(String x, boolean coded, Window window) {
        return of(x, coded, window, false, OptionalDouble.empty());
    }

    /// With the smallest number there is, which no largest one is.
    Padded lowest(String x, boolean coded, Window window, boolean ceil) {
        return of(x, coded, window, ceil, OptionalDouble.of(coded ? Byte.MIN_VALUE : -Float.MAX_VALUE));
    }

    /// As they are, or SAME.
    ///
    /// @throws IllegalArgumentException where the window reaches further
    Padded own(String x, boolean coded, Window window, boolean ceil) {
        byte padding = padding(x, window, ceil);
        if (padding < 0) {
            throw new IllegalArgumentException(
                    "padding that a mean does not count, needed none or that of TensorFlow's SAME");
        }
        return new Padded(sheet.use(x, coded), padding);
    }

    private Padded of(String x, boolean coded, Window window, boolean ceil, OptionalDouble value) {
        byte padding = padding(x, window, ceil);
        if (padding >= 0) {
            return new Padded(sheet.use(x, coded), padding);
        }
        Shape shape = sheet.shape(x);
        int[] pads = new int[2 * shape.rank()];
        int[] sizes = ChannelsLast.stored(shape).sizes();
        for (int axis = 0; axis < 2; axis++) {
            int before = window.before(axis, shape.size(axis + 2));
            int after = after(window, axis, shape.size(axis + 2), ceil);
            pads[2 * (axis + 1)] = before;
            pads[2 * (axis + 1) + 1] = after;
            sizes[axis + 1] += before + after;
        }
        int from = sheet.use(x, coded);
        int by = sheet.numbers(x + "/pads", Shape.of(shape.rank(), 2), pads);
        int padded = sheet.between(x + "/padded", x, coded, Shape.of(sizes));
        if (value.isPresent()) {
            Tensor edge = coded ? Tensor.ofLongs(DType.I8, Shape.of(1), (long) value.getAsDouble())
                    : Tensor.of(Shape.of(1), (float) value.getAsDouble());
            sheet.file().operator(BuiltinOperator.PADV2, coded ? 2 : 1, BuiltinOptions.PadV2Options,
                    options(true), new int[] {from, by,
                        sheet.file().constant(sheet.fresh(x + "/edge"), edge,
                                coded ? sheet.params(x) : Optional.empty())},
                    padded);
        } else {
            sheet.file().operator(BuiltinOperator.PAD, coded ? 2 : 1, BuiltinOptions.PadOptions, options(false),
                    new int[] {from, by}, padded);
        }
        return new Padded(padded, Padding.VALID);
    }

    private int options(boolean withValue) {
        if (withValue) {
            PadV2Options.startPadV2Options(sheet.file().flat());
            return PadV2Options.endPadV2Options(sheet.file().flat());
        }
        PadOptions.startPadOptions(sheet.file().flat());
        return PadOptions.endPadOptions(sheet.file().flat());
    }

    /// The padding that files have a word for; -1 where this is another one.
    private byte padding(String x, Window window, boolean ceil) {
        Window same = new Window(window.kernel(), window.strides(), window.dilations(),
                new dev.vernier.graph.op.Padding.Same(true));
        boolean isValid = true;
        boolean isSame = true;
        for (int axis = 0; axis < 2; axis++) {
            int size = sheet.shape(x).size(axis + 2);
            int before = window.before(axis, size);
            int outputs = window.outputs(axis, size, ceil);
            isValid &= before == 0 && outputs == (size - window.extent(axis)) / window.strides().get(axis) + 1
                    && size >= window.extent(axis);
            isSame &= before == same.before(axis, size) && outputs == same.outputs(axis, size, false);
        }
        return isValid ? Padding.VALID : isSame ? Padding.SAME : -1;
    }

    private static int after(Window window, int axis, int size, boolean ceil) {
        int reached = (window.outputs(axis, size, ceil) - 1) * window.strides().get(axis) + window.extent(axis);
        return Math.max(0, reached - size - window.before(axis, size));
    }
}
