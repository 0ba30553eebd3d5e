package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// The index of the largest or smallest element along an axis, int64, of numbers (ONNX ArgMax, ArgMin). Of equal ones it is
/// the first, or the last; NaN counts as more extreme than any number, as in NumPy.
///
/// @param largest whether the largest is meant, not the smallest
/// @param axis may be negative
/// @param keepAxis whether the axis stays, with size 1
/// @param last whether the last of equal ones is meant
public record ArgExtreme(boolean largest, int axis, boolean keepAxis, boolean last) implements Op {
    static ArgExtreme from(boolean largest, Attributes attributes) {
        attributes.only("axis", "keep_axis", "last");
        return new ArgExtreme(largest, attributes.integer("axis", 0), attributes.flag("keep_axis", true),
                attributes.flag("last", false));
    }

    @Override
    public String word() {
        return largest ? "arg_max" : "arg_min";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = axis == 0 ? Attributes.NONE : Attributes.NONE.with("axis", axis);
        attributes = keepAxis ? attributes : attributes.with("keep_axis", false);
        return last ? attributes.with("last", true) : attributes;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        int along = x.shape().axis(axis);
        if (x.dtype() == DType.BOOL || x.shape().size(along) == 0) {
            throw new IllegalArgumentException("x of type " + x.type() + ", needed numbers along axis " + axis);
        }
        return List.of(new TensorType(DType.I64, Reduction.of(x.shape(), new int[] {along}, keepAxis).shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        Lines lines = Lines.of(x.shape(), axis);
        long[] indices = new long[lines.count()];
        for (int i = 0; i < indices.length; i++) {
            int first = lines.first(i);
            for (int k = 1; k < lines.size(); k++) {
                int order = order(x, first + k * lines.step(), first + (int) indices[i] * lines.step());
                indices[i] = order > 0 || order == 0 && last ? k : indices[i];
            }
        }
        return List.of(Tensor.ofI64(type.shape(), indices));
    }

    /// Positive where the element at `place` is more extreme than another.
    private int order(Tensor x, int place, int other) {
        if (!x.dtype().isFloat()) {
            int order = Long.compare(x.longAt(place), x.longAt(other));
            return largest ? order : -order;
        }
        double one = x.doubleAt(place);
        double two = x.doubleAt(other);
        if (Double.isNaN(one) || Double.isNaN(two)) {
            return Boolean.compare(Double.isNaN(one), Double.isNaN(two));
        }
        int order = one > two ? 1 : one < two ? -1 : 0;
        return largest ? order : -order;
    }
}
