package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// All inputs joined along an axis, which may be negative: inputs of one type whose other sizes agree (ONNX Concat).
public record Concat(int axis) implements Op {
    static Concat from(Attributes attributes) {
        return new Concat(attributes.only("axis").needs("axis").integer("axis", 0));
    }

    @Override
    public String word() {
        return "concat";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE.with("axis", axis);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        List<Operand> parts = inputs.all();
        TensorType first = inputs.at(0).type();
        int joined = first.shape().axis(axis);
        long[] sizes = new long[first.shape().rank()];
        for (int k = 0; k < sizes.length; k++) {
            sizes[k] = first.shape().size(k);
        }
        for (Operand part : parts.subList(1, parts.size())) {
            if (part.dtype() != first.dtype()
                    || part.shape().rank() != sizes.length
                    || !part.shape().with(joined, first.shape().size(joined)).equals(first.shape())) {
                throw new IllegalArgumentException("inputs " + first + " and " + part.type()
                        + ", needed one type and the same sizes but along axis " + axis);
            }
            sizes[joined] += part.shape().size(joined);
        }
        return List.of(first.with(Shape.of(sizes)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        int joined = type.shape().axis(axis);
        int outer = type.shape().count(0, joined);
        MemorySegment target = Movement.allocate(type.dtype(), type.shape());
        long place = 0;
        for (int i = 0; i < outer; i++) {
            for (Tensor part : inputs.all()) {
                long bytes = part.segment().byteSize() / outer;
                MemorySegment.copy(part.segment(), i * bytes, target, place, bytes);
                place += bytes;
            }
        }
        return List.of(Tensor.wrap(type.dtype(), type.shape(), target));
    }
}
