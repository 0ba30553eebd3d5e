package dev.vernier.graph.op;

/// How one axis is resized: where in the input each output position lies (ONNX Resize, coordinate_transformation_mode),
/// and which input positions are weighed for it.
///
/// @param input how many positions the axis has
/// @param output how many it gets
/// @param scale output by input, before the output's size was rounded
/// @param start where the region of interest starts, as a share of the axis
/// @param end where it ends
record Resampling(
        int input, int output, double scale, double start, double end, Resize.Coordinates coordinates) {

    /// Whether every output position is the input's.
    boolean isIdentity() {
        return input == output && scale == 1 && start == 0 && end == 1;
    }

    /// Whether an output position lies outside the input, where only the extrapolated value is.
    boolean isOutside(int position) {
        double source = source(position);
        return coordinates == Resize.Coordinates.TF_CROP_AND_RESIZE && (source < 0 || source > input - 1);
    }

    private double source(int position) {
        double length = scale * input;
        return switch (coordinates) {
            case ASYMMETRIC -> position / scale;
            case HALF_PIXEL -> halfPixel(position);
            case PYTORCH_HALF_PIXEL -> length == 1 ? -0.5 : halfPixel(position);
            case HALF_PIXEL_SYMMETRIC -> input / 2.0 * (1 - output / length) + halfPixel(position);
            case ALIGN_CORNERS -> length == 1 ? 0 : position * (input - 1) / (length - 1);
            case TF_CROP_AND_RESIZE -> start * (input - 1)
                    + (length == 1
                            ? (end - start) * (input - 1) / 2
                            : position * (end - start) * (input - 1) / (length - 1));
        };
    }

    private double halfPixel(int position) {
        return (position + 0.5) / scale - 0.5;
    }

    /// The input position that an output position takes its value from.
    int nearest(int position, Resize.Rounding rounding) {
        double source = source(position);
        return inside(switch (rounding) {
            case ROUND_PREFER_FLOOR -> Math.ceil(source - 0.5);
            case ROUND_PREFER_CEIL -> Math.floor(source + 0.5);
            case FLOOR -> Math.floor(source);
            case CEIL -> Math.ceil(source);
        });
    }

    private int inside(double source) {
        return (int) Math.clamp(source, 0, input - 1);
    }

    /// Interpolates along this axis.
    ///
    /// @param values `[outer, input, inner]`
    /// @param antialias whether what weighs the neighbours widens where the axis shrinks
    /// @return `[outer, output, inner]`
    double[] interpolate(
            double[] values, int inner, Interpolation interpolation, boolean antialias, double extrapolation) {
        double width = antialias ? Math.min(scale, 1) : 1;
        int first = (int) Math.floor(-interpolation.reach() / width) + 1;
        int outer = values.length / (input * inner);
        double[] resized = new double[outer * output * inner];
        for (int position = 0; position < output; position++) {
            double source = source(position);
            int floor = (int) Math.floor(source);
            double[] weights = weights(interpolation, source - floor, first, width);
            for (int i = 0; i < outer * inner; i++) {
                int from = i / inner * input * inner + i % inner;
                double sum = 0;
                for (int tap = 0; tap < weights.length; tap++) {
                    sum += weights[tap] * values[from + inside(floor + first + tap) * inner];
                }
                int to = (i / inner * output + position) * inner + i % inner;
                resized[to] = isOutside(position) ? extrapolation : sum;
            }
        }
        return resized;
    }

    private static double[] weights(Interpolation interpolation, double fraction, int first, double width) {
        double[] weights = new double[2 - 2 * first];
        double sum = 0;
        for (int tap = 0; tap < weights.length; tap++) {
            weights[tap] = interpolation.weight().applyAsDouble(Math.abs(first + tap - fraction) * width);
            sum += weights[tap];
        }
        for (int tap = 0; tap < weights.length; tap++) {
            weights[tap] /= sum;
        }
        return weights;
    }
}
