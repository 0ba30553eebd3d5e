package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// Each element converted (ONNX Cast). A real becomes an integer by dropping its fraction; what does not fit the type
/// wraps into it, and NaN, infinities and reals beyond int64, which ONNX leaves open, become what Java's `(long)`
/// makes of them. An integer becomes the nearest real, ties to even. Anything becomes a truth value by not being 0.
public record Cast(DType to) implements Op {
    public Cast {
        Objects.requireNonNull(to);
    }

    static Cast from(Attributes attributes) {
        return new Cast(DType.parse(attributes.only("to").needs("to").word("to", "")));
    }

    @Override
    public String word() {
        return "cast";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE.with("to", to.toString());
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return List.of(new TensorType(to, inputs.at(0).shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        IntStream places = IntStream.range(0, x.size());
        return List.of(
                switch (to) {
                    case F32 -> Tensor.of(x.shape(), reals(x));
                    case F64 -> Tensor.ofF64(x.shape(), places.mapToDouble(x::doubleAt).toArray());
                    case BOOL, I4, I8, U8, I16, U16, I32, I64 ->
                        Tensor.ofLongs(to, x.shape(), places.mapToLong(i -> integer(x, i)).toArray());
                });
    }

    /// Reals as elements of a type, in row-major order.
    static Tensor of(double[] reals, TensorType type) {
        return new Cast(type.dtype()).evaluate(Inputs.of(Tensor.ofF64(type.shape(), reals))).getFirst();
    }

    private static float[] reals(Tensor x) {
        float[] reals = new float[x.size()];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = x.dtype().isFloat() ? (float) x.doubleAt(i) : (float) x.longAt(i);
        }
        return reals;
    }

    private long integer(Tensor x, int index) {
        if (to == DType.BOOL) {
            return x.doubleAt(index) != 0 ? 1 : 0;
        }
        return Elementwise.wrap(x.dtype().isFloat() ? (long) x.doubleAt(index) : x.longAt(index), to);
    }
}
