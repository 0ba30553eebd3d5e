package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// min(max(x, low), high) for `x, low?, high?`, the bounds single values of x's type (ONNX Clip), on reals as well as
/// on integers and codes; NaN stays NaN.
public record Clip() implements Op {
    static Clip from(Attributes attributes) {
        attributes.only();
        return new Clip();
    }

    @Override
    public String word() {
        return "clip";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        if (x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException("x of type " + x.type() + ", needed numbers");
        }
        for (int bound = 1; bound <= 2; bound++) {
            String what = bound == 1 ? "low" : "high";
            inputs.find(bound).ifPresent(operand -> {
                Require.type(what, operand, x.dtype());
                Require.single(what, operand);
            });
        }
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        return List.of(switch (x.dtype()) {
            case F32 -> clipFloats(x, inputs);
            case F64 -> clipDoubles(x, inputs);
            case I4, I8, U8, I16, U16, I32, I64, BOOL -> clipIntegers(x, inputs);
        });
    }

    private static Tensor clipFloats(Tensor x, Inputs<Tensor> inputs) {
        float low = inputs.find(1).map(bound -> bound.floatAt(0)).orElse(Float.NEGATIVE_INFINITY);
        float high = inputs.find(2).map(bound -> bound.floatAt(0)).orElse(Float.POSITIVE_INFINITY);
        float[] values = x.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(Math.max(values[i], low), high);
        }
        return Tensor.of(x.shape(), values);
    }

    private static Tensor clipDoubles(Tensor x, Inputs<Tensor> inputs) {
        double low = inputs.find(1).map(bound -> bound.doubleAt(0)).orElse(Double.NEGATIVE_INFINITY);
        double high = inputs.find(2).map(bound -> bound.doubleAt(0)).orElse(Double.POSITIVE_INFINITY);
        double[] values = new double[x.size()];
        Arrays.setAll(values, i -> Math.min(Math.max(x.doubleAt(i), low), high));
        return Tensor.ofF64(x.shape(), values);
    }

    private static Tensor clipIntegers(Tensor x, Inputs<Tensor> inputs) {
        long low = inputs.find(1).map(bound -> bound.longAt(0)).orElse(Long.MIN_VALUE);
        long high = inputs.find(2).map(bound -> bound.longAt(0)).orElse(Long.MAX_VALUE);
        long[] values = x.longs();
        Arrays.setAll(values, i -> Math.min(Math.max(values[i], low), high));
        return Tensor.ofLongs(x.dtype(), x.shape(), values);
    }
}
