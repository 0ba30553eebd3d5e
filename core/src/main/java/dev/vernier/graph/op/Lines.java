package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.function.UnaryOperator;

/// The lines of a float32 tensor along an axis: the elements whose other indices agree.
final class Lines {
    private Lines() {}

    /// A function of every line, in float64 and rounded once.
    ///
    /// @param axis may be negative
    /// @param function gives a line as long as the one it gets
    static Tensor map(Tensor x, int axis, UnaryOperator<double[]> function) {
        Shape shape = x.shape();
        int along = shape.axis(axis);
        int size = shape.size(along);
        int step = shape.count(along + 1, shape.rank());
        float[] values = x.floats();
        double[] line = new double[values.length == 0 ? 0 : size];
        for (int i = 0; i < values.length / Math.max(size, 1); i++) {
            int from = i / step * step * size + i % step;
            for (int k = 0; k < size; k++) {
                line[k] = values[from + k * step];
            }
            double[] mapped = function.apply(line);
            for (int k = 0; k < size; k++) {
                values[from + k * step] = (float) mapped[k];
            }
        }
        return Tensor.of(shape, values);
    }
}
