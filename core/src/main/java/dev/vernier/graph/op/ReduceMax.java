package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Largest value over axes, `x, axes?` (ONNX ReduceMax), of any type: reals, codes, truth values, of which true is the larger.
/// NaN wins; the largest of nothing is the smallest value of the type, minus infinity of reals.
///
/// @param keepAxes whether reduced axes stay, with size 1
/// @param noneMeansNone whether no axes at all means x itself, not the largest over all axes
public record ReduceMax(boolean keepAxes, boolean noneMeansNone) implements Op {
    static ReduceMax from(Attributes attributes) {
        attributes.only("keep_axes", "none_means_none");
        return new ReduceMax(attributes.flag("keep_axes", true), attributes.flag("none_means_none", false));
    }

    @Override
    public String word() {
        return "reduce_max";
    }

    @Override
    public Attributes attributes() {
        return Reduction.attributes(keepAxes, noneMeansNone);
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return List.of(inputs.at(0).type().with(Reduction.of(inputs, keepAxes, noneMeansNone).shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Inputs<Operand> operands = Operand.of(inputs);
        TensorType type = infer(operands).getFirst();
        Tensor x = inputs.at(0);
        int[] largest = new int[type.shape().elementCount()];
        Arrays.fill(largest, Movement.FILL);
        Reduction.of(operands, keepAxes, noneMeansNone).forEach(x.shape(), (from, to) -> largest[to] =
                largest[to] == Movement.FILL || exceeds(x, from, largest[to]) ? from : largest[to]);
        return List.of(Movement.at(x, largest, type.shape(), smallest(x)));
    }

    private static boolean exceeds(Tensor x, int place, int other) {
        if (!x.dtype().isFloat()) {
            return x.longAt(place) > x.longAt(other);
        }
        return MaxPool.exceeds(x, place, other);
    }

    private static Tensor smallest(Tensor x) {
        return switch (x.dtype()) {
            case F32 -> Tensor.scalar(Float.NEGATIVE_INFINITY);
            case F64 -> Tensor.ofF64(Shape.SCALAR, Double.NEGATIVE_INFINITY);
            case I4, I8, U8, I16, U16, I32, I64, BOOL ->
                Tensor.ofLongs(x.dtype(), Shape.SCALAR, x.dtype().min());
        };
    }
}
