package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// The upper or lower triangles of the matrices `[..., rows, columns]` in `x, k?`, all else 0 (ONNX Trilu). The triangle
/// includes the k-th diagonal, counted from the main one to the right, whose number is 0 where none is given.
///
/// @param upper whether what lies on the diagonal and to its right is kept, not what lies on it and to its left
public record Trilu(boolean upper) implements Op {
    static Trilu from(Attributes attributes) {
        return new Trilu(attributes.only("upper").flag("upper", true));
    }

    @Override
    public String word() {
        return "trilu";
    }

    @Override
    public Attributes attributes() {
        return upper ? Attributes.NONE : Attributes.NONE.with("upper", false);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Require.rank("x", inputs.at(0), 2);
        inputs.find(1).ifPresent(diagonal -> {
            Require.type("k", diagonal, DType.I64);
            Require.single("k", diagonal);
        });
        return List.of(inputs.at(0).type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        long diagonal = inputs.find(1).map(k -> k.longAt(0)).orElse(0L);
        int columns = x.shape().size(-1 + x.shape().rank());
        int rows = x.shape().size(-2 + x.shape().rank());
        int[] places = new int[x.size()];
        for (int place = 0; place < places.length; place++) {
            long distance = place % columns - place / columns % rows;
            boolean kept = upper ? distance >= diagonal : distance <= diagonal;
            places[place] = kept ? place : Movement.FILL;
        }
        Tensor zero = Tensor.wrap(x.dtype(), Shape.SCALAR, Movement.allocate(x.dtype(), Shape.SCALAR));
        return List.of(Movement.at(x, places, x.shape(), zero));
    }
}
