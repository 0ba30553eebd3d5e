package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Largest value in each window (ONNX MaxPool), of float32 or of codes; padding never wins, NaN does. Second output:
/// the value's place in the whole input, int64.
///
/// @param ceil whether a last window that is only partly inside counts
/// @param columnMajorIndices whether places count the first spatial axis fastest, not the last
public record MaxPool(Window window, boolean ceil, boolean columnMajorIndices) implements Op {
    public MaxPool {
        window.forPooling();
    }

    static MaxPool from(Attributes attributes) {
        attributes.only(Window.names("ceil", "column_major_indices"));
        return new MaxPool(
                Window.from(attributes),
                attributes.flag("ceil", false),
                attributes.flag("column_major_indices", false));
    }

    @Override
    public String word() {
        return "max_pool";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = ceil ? window.attributes().with("ceil", true) : window.attributes();
        return columnMajorIndices ? attributes.with("column_major_indices", true) : attributes;
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32, DType.I8, DType.U8, DType.I16, DType.U16);
        Shape output = WindowPositions.outputShape(window, x.shape(), ceil);
        return List.of(x.type().with(output), new TensorType(DType.I64, output));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        List<TensorType> types = infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        WindowPositions taps = WindowPositions.of(window, x.shape(), ceil);
        int plane = x.shape().count(2, x.shape().rank());
        int[] largest = new int[types.getFirst().shape().elementCount()];
        for (int i = 0; i < largest.length; i++) {
            int from = i / taps.outputs() * plane;
            largest[i] = largest(x, taps.inside(i % taps.outputs()).map(source -> from + source));
        }
        long[] indices = new long[largest.length];
        Arrays.setAll(indices, i -> columnMajorIndices ? columnMajor(largest[i], x.shape()) : largest[i]);
        return List.of(
                Movement.at(x, largest, types.getFirst().shape()),
                Tensor.ofI64(types.getLast().shape(), indices));
    }

    /// The place of the largest value, the first of several; of the first NaN where there is one.
    static int largest(Tensor x, IntStream places) {
        return places.reduce((largest, place) -> exceeds(x, place, largest) ? place : largest)
                .orElseThrow(() -> new IllegalArgumentException("window without a tap inside the input, needed one"));
    }

    /// Whether a value is larger than another one, or NaN where that is none.
    static boolean exceeds(Tensor x, int place, int largest) {
        double value = x.doubleAt(place);
        double other = x.doubleAt(largest);
        return value > other || Double.isNaN(value) && !Double.isNaN(other);
    }

    private static long columnMajor(int place, Shape shape) {
        int plane = shape.count(2, shape.rank());
        int rest = place % plane;
        long index = 0;
        long step = 1;
        int[] strides = shape.strides();
        for (int axis = 2; axis < shape.rank(); axis++) {
            index += rest / strides[axis] * step;
            rest %= strides[axis];
            step *= shape.size(axis);
        }
        return place / plane * (long) plane + index;
    }
}
