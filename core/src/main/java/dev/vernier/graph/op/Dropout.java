package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// The input, as dropout is at inference: `x, ratio?, trainingMode?` (ONNX Dropout). Second output: a mask of true.
public record Dropout() implements Op {
    private static final Tensor NOT_TRAINING = Tensor.ofLongs(DType.BOOL, Shape.SCALAR, 0);

    static Dropout from(Attributes attributes) {
        attributes.only();
        return new Dropout();
    }

    @Override
    public String word() {
        return "dropout";
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
        if (inputs.has(2) && !NOT_TRAINING.equals(inputs.at(2).known("training mode"))) {
            throw new IllegalArgumentException("training mode = true, needed false, dropout at inference");
        }
        TensorType x = inputs.at(0).type();
        return List.of(x, new TensorType(DType.BOOL, x.shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType mask = infer(Operand.of(inputs)).getLast();
        long[] kept = new long[mask.shape().elementCount()];
        Arrays.fill(kept, 1);
        return List.of(inputs.at(0), Tensor.ofLongs(mask.dtype(), mask.shape(), kept));
    }
}
