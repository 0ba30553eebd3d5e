package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// A vector of numbers in equal steps, `start, limit, step`, the limit left out (ONNX Range), none where the step leads away
/// from it. None of the inputs depends on the samples.
public record Range() implements Op {
    static Range from(Attributes attributes) {
        attributes.only();
        return new Range();
    }

    @Override
    public String word() {
        return "range";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand start = inputs.at(0);
        for (int index = 0; index < 3; index++) {
            String what = index == 0 ? "start" : index == 1 ? "limit" : "step";
            Require.type(what, inputs.at(index), start.dtype());
            Require.single(what, inputs.at(index));
        }
        Require.numbers("start", start);
        double from = start.known("start").doubleAt(0);
        double to = inputs.at(1).known("limit").doubleAt(0);
        double step = inputs.at(2).known("step").doubleAt(0);
        double count = Math.max(0, Math.ceil((to - from) / step));
        if (!(count <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "from " + from + " to " + to + " in steps of " + step + ", needed at most 2^31 - 1 of them");
        }
        return List.of(new TensorType(start.dtype(), Shape.of((int) count)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Require.bytes(type);
        Tensor start = inputs.at(0);
        Tensor step = inputs.at(2);
        int count = type.shape().size(0);
        if (type.dtype().isFloat()) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = start.doubleAt(0) + i * step.doubleAt(0);
            }
            return List.of(Cast.of(values, type));
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = start.longAt(0) + i * step.longAt(0);
        }
        return List.of(Tensor.ofLongs(type.dtype(), type.shape(), values));
    }
}
