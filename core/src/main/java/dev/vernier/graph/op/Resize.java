package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Image resizing, `x, roi?, scales?, sizes?` (ONNX Resize), with either scales or sizes. Nearest works on every type,
/// linear and cubic on float32: in float64, one axis after the other, rounded once.
///
/// @param mode how values between input positions are made
/// @param coordinates where output positions lie in the input
/// @param rounding which neighbour is the nearest
/// @param aspectRatio what becomes of sizes that do not keep the aspect ratio
/// @param axes the axes that roi, scales and sizes speak of, may be negative; empty for all
/// @param antialias whether linear and cubic weigh all that an output position covers, where the axis shrinks
/// @param extrapolation the value outside the input, for [Coordinates#TF_CROP_AND_RESIZE]
/// @param cubic the coefficient a of cubic interpolation
public record Resize(
        Mode mode,
        Coordinates coordinates,
        Rounding rounding,
        AspectRatio aspectRatio,
        List<Integer> axes,
        boolean antialias,
        float extrapolation,
        float cubic) implements Op {
    private static final float CUBIC = -0.75f;

    public enum Mode { NEAREST, LINEAR, CUBIC }

    public enum Coordinates {
        HALF_PIXEL,
        HALF_PIXEL_SYMMETRIC,
        PYTORCH_HALF_PIXEL,
        ALIGN_CORNERS,
        ASYMMETRIC,
        TF_CROP_AND_RESIZE
    }

    public enum Rounding { ROUND_PREFER_FLOOR, ROUND_PREFER_CEIL, FLOOR, CEIL }

    public enum AspectRatio { STRETCH, NOT_LARGER, NOT_SMALLER }

    public Resize {
        axes = List.copyOf(axes);
        if (antialias && mode == Mode.NEAREST) {
            throw new IllegalArgumentException("antialias = true with mode = nearest, needed mode = linear or cubic");
        }
    }

    static Resize from(Attributes attributes) {
        attributes.only("mode", "coordinates", "rounding", "aspect_ratio", "axes", "antialias", "extrapolation",
                "cubic");
        return new Resize(
                word(attributes, "mode", Mode.values()),
                word(attributes, "coordinates", Coordinates.values()),
                word(attributes, "rounding", Rounding.values()),
                word(attributes, "aspect_ratio", AspectRatio.values()),
                attributes.integers("axes", List.of()),
                attributes.flag("antialias", false),
                attributes.number("extrapolation", 0),
                attributes.number("cubic", CUBIC));
    }

    /// The constant that an attribute names; the first where it is absent.
    private static <E extends Enum<E>> E word(Attributes attributes, String name, E[] known) {
        String given = attributes.word(name, text(known[0]));
        return Stream.of(known)
                .filter(constant -> text(constant).equals(given))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " = " + given + ", known: "
                        + String.join(", ", Stream.of(known).map(Resize::text).toList())));
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String word() {
        return "resize";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = Attributes.NONE;
        attributes = mode.ordinal() == 0 ? attributes : attributes.with("mode", text(mode));
        attributes = coordinates.ordinal() == 0 ? attributes : attributes.with("coordinates", text(coordinates));
        attributes = rounding.ordinal() == 0 ? attributes : attributes.with("rounding", text(rounding));
        attributes = aspectRatio.ordinal() == 0 ? attributes : attributes.with("aspect_ratio", text(aspectRatio));
        attributes = axes.isEmpty() ? attributes : attributes.with("axes", axes);
        attributes = antialias ? attributes.with("antialias", true) : attributes;
        attributes = extrapolation == 0 ? attributes : attributes.with("extrapolation", extrapolation);
        return cubic == CUBIC ? attributes : attributes.with("cubic", cubic);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        TensorType x = inputs.at(0).type();
        if (mode != Mode.NEAREST) {
            Require.type("x", inputs.at(0), DType.F32);
        }
        return List.of(x.with(Shape.of(resamplings(inputs).stream().mapToInt(Resampling::output).toArray())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Inputs<Operand> operands = Operand.of(inputs);
        TensorType type = infer(operands).getFirst();
        Tensor x = inputs.at(0);
        List<Resampling> resamplings = resamplings(operands);
        return List.of(
                mode == Mode.NEAREST ? nearest(x, resamplings, type.shape())
                        : interpolated(x, resamplings, type.shape()));
    }

    private Tensor nearest(Tensor x, List<Resampling> resamplings, Shape shape) {
        int[] strides = x.shape().strides();
        Tensor fill = switch (x.dtype()) {
            case F32 -> Tensor.scalar(extrapolation);
            case F64 -> Tensor.ofF64(Shape.SCALAR, extrapolation);
            case I4, I8, U8, I16, U16, I32, I64, BOOL -> Tensor.ofLongs(x.dtype(), Shape.SCALAR, (long) extrapolation);
        };
        return Movement.of(x, shape, axis -> nearest(resamplings.get(axis), strides[axis]), fill);
    }

    private int[] nearest(Resampling along, int stride) {
        return IntStream.range(0, along.output())
                .map(i -> along.isOutside(i) ? Movement.FILL : along.nearest(i, rounding) * stride)
                .toArray();
    }

    private Tensor interpolated(Tensor x, List<Resampling> resamplings, Shape shape) {
        if (shape.elementCount() == 0) {
            return Tensor.of(shape);
        }
        Interpolation interpolation = mode == Mode.LINEAR ? Interpolation.LINEAR : Interpolation.cubic(cubic);
        double[] values = new double[x.size()];
        Arrays.setAll(values, x::doubleAt);
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!resamplings.get(axis).isIdentity()) {
                int inner = x.shape().count(axis + 1, shape.rank());
                values = resamplings.get(axis).interpolate(
                        values, inner, interpolation, antialias, extrapolation);
            }
        }
        float[] rounded = new float[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) values[i];
        }
        return Tensor.of(shape, rounded);
    }

    /// How each axis of x is resized.
    private List<Resampling> resamplings(Inputs<Operand> inputs) {
        Shape shape = inputs.at(0).shape();
        int[] named = axes.isEmpty()
                ? IntStream.range(0, shape.rank()).toArray()
                : Vectors.axes(axes.stream().mapToLong(Integer::longValue).toArray(), shape.rank());
        Optional<double[]> scales = vector(inputs, 2, "scales", named.length);
        Optional<double[]> sizes = vector(inputs, 3, "sizes", named.length);
        if (scales.isPresent() == sizes.isPresent()) {
            throw new IllegalArgumentException("scales and sizes are both "
                    + (scales.isPresent() ? "there" : "absent") + ", needed one of them");
        }
        double[] roi = coordinates == Coordinates.TF_CROP_AND_RESIZE
                ? vector(inputs, 1, "roi", 2 * named.length).orElseThrow(() -> new IllegalArgumentException(
                        "roi is absent, needed it with coordinates = tf_crop_and_resize"))
                : new double[0];
        Resampling[] resamplings = new Resampling[shape.rank()];
        for (int axis = 0; axis < resamplings.length; axis++) {
            resamplings[axis] = new Resampling(shape.size(axis), shape.size(axis), 1, 0, 1, coordinates);
        }
        for (int i = 0; i < named.length; i++) {
            int size = shape.size(named[i]);
            double scale = scales.isPresent() ? scales.get()[i] : scale(shape, named, sizes.get(), i);
            boolean given = sizes.isPresent() && aspectRatio == AspectRatio.STRETCH;
            double output = given ? sizes.get()[i] : Math.floor(scale * size + (scales.isPresent() ? 0 : 0.5));
            resamplings[named[i]] = new Resampling(
                    size,
                    size(output, size, scale),
                    scale,
                    roi.length == 0 ? 0 : roi[i],
                    roi.length == 0 ? 1 : roi[named.length + i],
                    coordinates);
        }
        return List.of(resamplings);
    }

    private double scale(Shape shape, int[] named, double[] sizes, int i) {
        double[] scales = new double[named.length];
        Arrays.setAll(scales, k -> sizes[k] / shape.size(named[k]));
        return switch (aspectRatio) {
            case STRETCH -> scales[i];
            case NOT_LARGER -> Arrays.stream(scales).min().orElse(1);
            case NOT_SMALLER -> Arrays.stream(scales).max().orElse(1);
        };
    }

    private static int size(double output, int input, double scale) {
        boolean resizes = input > 0 && scale > 0 && output >= 1 && output <= Integer.MAX_VALUE;
        if (!resizes && (input != 0 || output != 0)) {
            throw new IllegalArgumentException("axis of size " + input + " to size " + output + " by scale " + scale
                    + ", needed sizes of at least 1");
        }
        return (int) output;
    }

    /// The numbers of an optional input; an empty one is absent.
    private static Optional<double[]> vector(Inputs<Operand> inputs, int index, String what, int length) {
        Optional<Operand> operand = inputs.find(index).filter(given -> given.shape().elementCount() > 0);
        return operand.map(given -> {
            Tensor tensor = given.known(what);
            if (tensor.shape().rank() != 1 || tensor.size() != length) {
                throw new IllegalArgumentException(
                        what + " of shape " + tensor.shape() + ", needed " + Shape.of(length));
            }
            return IntStream.range(0, length).mapToDouble(tensor::doubleAt).toArray();
        });
    }
}
