package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Each element's sum with all before it along an axis, `x, axis` of numbers, the axis known ahead (ONNX CumSum): reals in
/// float64 and rounded once, integers wrap.
///
/// @param excludesItself whether an element is left out of its own sum
/// @param fromTheEnd whether the elements behind it are summed instead
public record CumSum(boolean excludesItself, boolean fromTheEnd) implements Op {
    static CumSum from(Attributes attributes) {
        attributes.only("excludes_itself", "from_the_end");
        return new CumSum(attributes.flag("excludes_itself", false), attributes.flag("from_the_end", false));
    }

    @Override
    public String word() {
        return "cum_sum";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = excludesItself ? Attributes.NONE.with("excludes_itself", true) : Attributes.NONE;
        return fromTheEnd ? attributes.with("from_the_end", true) : attributes;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        if (x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException("x of type " + x.type() + ", needed numbers");
        }
        Require.single("axis", inputs.at(1));
        Vectors.axes(Vectors.of(inputs, 1, "axis"), x.shape().rank());
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        int along = Vectors.axes(inputs.at(1).longs(), x.shape().rank())[0];
        int size = x.shape().size(along);
        int step = x.shape().count(along + 1, x.shape().rank());
        boolean real = type.dtype().isFloat();
        double[] reals = new double[real ? x.size() : 0];
        long[] wholes = new long[real ? 0 : x.size()];
        for (int line = 0; line < x.size() / Math.max(size, 1); line++) {
            double realSum = 0;
            long wholeSum = 0;
            for (int k = 0; k < size; k++) {
                int place = line / step * step * size + line % step + (fromTheEnd ? size - 1 - k : k) * step;
                double realBefore = realSum;
                long wholeBefore = wholeSum;
                if (real) {
                    realSum += x.doubleAt(place);
                    reals[place] = excludesItself ? realBefore : realSum;
                } else {
                    wholeSum += x.longAt(place);
                    wholes[place] = Elementwise.wrap(excludesItself ? wholeBefore : wholeSum, type.dtype());
                }
            }
        }
        return real ? new Cast(type.dtype()).evaluate(Inputs.of(Tensor.ofF64(type.shape(), reals)))
                : List.of(Tensor.ofLongs(type.dtype(), type.shape(), wholes));
    }
}
