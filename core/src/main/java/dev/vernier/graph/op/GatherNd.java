package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Parts of `x` by their indices along its first axes, `x, indices`: each row of the indices `[..., k]` names a part; negative
/// ones count from the end (ONNX GatherND).
///
/// @param batchAxes how many first axes x and the indices share, before those that are indexed
public record GatherNd(int batchAxes) implements Op {
    public GatherNd {
        if (batchAxes < 0) {
            throw new IllegalArgumentException("batch_axes = " + batchAxes + ", needed at least 0");
        }
    }

    static GatherNd from(Attributes attributes) {
        return new GatherNd(attributes.only("batch_axes").integer("batch_axes", 0));
    }

    @Override
    public String word() {
        return "gather_nd";
    }

    @Override
    public Attributes attributes() {
        return batchAxes == 0 ? Attributes.NONE : Attributes.NONE.with("batch_axes", batchAxes);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        TensorType x = inputs.at(0).type();
        return List.of(x.with(Parts.of(x.shape(), inputs.at(1), batchAxes).shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        Parts parts = Parts.of(x.shape(), Operand.of(inputs.at(1)), batchAxes);
        return List.of(Movement.at(x, parts.places(inputs.at(1)), parts.shape()));
    }
}
