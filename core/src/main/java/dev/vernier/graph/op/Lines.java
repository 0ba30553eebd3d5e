package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.function.UnaryOperator;

/// The lines of a tensor along an axis, in row-major order: the elements whose other indices agree.
///
/// @param count how many lines there are
/// @param size how many elements each has
/// @param step how far neighbours of a line are apart
record Lines(int count, int size, int step) {
    /// @param axis may be negative
    /// @throws IllegalArgumentException where the axis is none of the shape
    static Lines of(Shape shape, long axis) {
        int along = shape.axis(axis);
        int size = shape.size(along);
        return new Lines(shape.elementCount() / Math.max(size, 1), size, shape.count(along + 1, shape.rank()));
    }

    /// The place of a line's first element.
    int first(int line) {
        return line / step * step * size + line % step;
    }

    /// A function of every line of a float32 tensor, in float64 and rounded once.
    ///
    /// @param axis may be negative
    /// @param function gives a line as long as the one it gets
    static Tensor map(Tensor x, int axis, UnaryOperator<double[]> function) {
        Lines lines = of(x.shape(), axis);
        float[] values = x.floats();
        double[] line = new double[values.length == 0 ? 0 : lines.size];
        for (int i = 0; i < lines.count; i++) {
            int first = lines.first(i);
            for (int k = 0; k < lines.size; k++) {
                line[k] = values[first + k * lines.step];
            }
            double[] mapped = function.apply(line);
            for (int k = 0; k < lines.size; k++) {
                values[first + k * lines.step] = (float) mapped[k];
            }
        }
        return Tensor.of(x.shape(), values);
    }
}
