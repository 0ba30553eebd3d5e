package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// `a` where a truth value is true, else `b`, for `condition, a, b`, broadcasting, of any type (ONNX Where).
public record Where() implements Op {
    static Where from(Attributes attributes) {
        attributes.only();
        return new Where();
    }

    @Override
    public String word() {
        return "where";
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
        Require.type("condition", inputs.at(0), DType.BOOL);
        TensorType a = inputs.at(1).type();
        TensorType b = inputs.at(2).type();
        if (a.dtype() != b.dtype()) {
            throw new IllegalArgumentException("choices of types " + a + " and " + b + ", needed one type");
        }
        return List.of(a.with(Shape.broadcast(inputs.at(0).shape(), Shape.broadcast(a.shape(), b.shape()))));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor condition = inputs.at(0);
        Tensor a = inputs.at(1);
        Tensor b = inputs.at(2);
        int[] asked = Broadcast.places(condition.shape(), type.shape());
        int[] left = Broadcast.places(a.shape(), type.shape());
        int[] right = Broadcast.places(b.shape(), type.shape());
        MemorySegment target = Movement.allocate(type.dtype(), type.shape());
        long bytes = type.dtype().byteSize();
        for (int i = 0; i < asked.length; i++) {
            boolean first = condition.longAt(asked[i]) != 0;
            MemorySegment.copy(
                    (first ? a : b).segment(), (first ? left : right)[i] * bytes, target, i * bytes, bytes);
        }
        return List.of(Tensor.wrap(type.dtype(), type.shape(), target));
    }
}
