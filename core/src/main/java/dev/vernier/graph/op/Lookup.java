package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A function of every code by itself, for `x, table`: x of 8-bit codes, the table of the result's 256 codes, of 8 bits as
/// well, that of code 0 first, in the order of the bytes, so that signed codes below 0 stand behind 127.
public record Lookup() implements Op {
    private static final int CODES = 256;

    static Lookup from(Attributes attributes) {
        attributes.only();
        return new Lookup();
    }

    @Override
    public String word() {
        return "lookup";
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
        Operand x = inputs.at(0);
        Operand table = inputs.at(1);
        Require.type("x", x, DType.U8, DType.I8);
        Require.type("table", table, DType.U8, DType.I8);
        if (!table.shape().equals(Shape.of(CODES))) {
            throw new IllegalArgumentException("table of shape " + table.shape() + ", needed " + Shape.of(CODES));
        }
        return List.of(x.type().with(table.dtype()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        byte[] codes = inputs.at(0).bytes();
        byte[] table = inputs.at(1).bytes();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = table[codes[i] & 0xff];
        }
        return List.of(Tensor.wrap(type.dtype(), type.shape(), MemorySegment.ofArray(codes)));
    }
}
