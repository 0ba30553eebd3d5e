package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.Arrays;
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
        Require.numbers("x", x);
        Require.single("axis", inputs.at(1));
        Vectors.axes(Vectors.of(inputs, 1, "axis"), x.shape().rank());
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        Lines lines = Lines.of(type.shape(), inputs.at(1).longAt(0));
        if (type.dtype().isFloat()) {
            double[] sums = new double[x.size()];
            forEach(lines, (place, before, added) -> sums[place] =
                    (before < 0 ? 0 : sums[before]) + (added < 0 ? 0 : x.doubleAt(added)));
            return List.of(Cast.of(sums, type));
        }
        long[] sums = new long[x.size()];
        forEach(lines, (place, before, added) -> sums[place] =
                (before < 0 ? 0 : sums[before]) + (added < 0 ? 0 : x.longAt(added)));
        Arrays.setAll(sums, place -> Elementwise.wrap(sums[place], type.dtype()));
        return List.of(Tensor.ofLongs(type.dtype(), type.shape(), sums));
    }

    /// How a sum follows from the one before.
    private interface Sums {
        /// @param place of the sum
        /// @param before the place of the sum before, negative where there is none
        /// @param added the place of the element that is added to that, negative where there is none
        void at(int place, int before, int added);
    }

    /// Visits every sum after the one that it follows from.
    private void forEach(Lines lines, Sums sums) {
        for (int line = 0; line < lines.count(); line++) {
            int before = -1;
            for (int k = 0; k < lines.size(); k++) {
                int place = lines.first(line) + (fromTheEnd ? lines.size() - 1 - k : k) * lines.step();
                sums.at(place, before, excludesItself ? before : place);
                before = place;
            }
        }
    }
}
