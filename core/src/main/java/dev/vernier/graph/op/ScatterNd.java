package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `x` with other parts in the places that indices name along its first axes, `x, indices, updates`: each row of the indices
/// `[..., k]` names a part; negative ones count from the end, and of parts in one place the last stays (ONNX ScatterND).
public record ScatterNd() implements Op {
    static ScatterNd from(Attributes attributes) {
        attributes.only();
        return new ScatterNd();
    }

    @Override
    public String word() {
        return "scatter_nd";
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
        TensorType x = inputs.at(0).type();
        Parts parts = Parts.of(x.shape(), inputs.at(1), 0);
        Require.type("updates", inputs.at(2), x.with(parts.shape()));
        return List.of(x);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        Parts parts = Parts.of(x.shape(), Operand.of(inputs.at(1)), 0);
        return List.of(Movement.with(x, parts.places(inputs.at(1)), inputs.at(2)));
    }
}
