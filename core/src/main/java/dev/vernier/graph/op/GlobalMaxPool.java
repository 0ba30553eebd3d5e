package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Largest value over all spatial axes, which are kept with size 1 (ONNX GlobalMaxPool), of float32 or of codes; NaN
/// wins.
public record GlobalMaxPool() implements Op {
    static GlobalMaxPool from(Attributes attributes) {
        attributes.only();
        return new GlobalMaxPool();
    }

    @Override
    public String word() {
        return "global_max_pool";
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
        Require.type("x", x, DType.F32, DType.I8, DType.U8, DType.I16, DType.U16);
        return List.of(x.type().with(WindowPositions.pooledToOne(x.shape())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        int[] largest = new int[type.shape().elementCount()];
        int plane = x.size() / Math.max(largest.length, 1);
        for (int i = 0; i < largest.length; i++) {
            largest[i] = MaxPool.largest(x, IntStream.range(i * plane, (i + 1) * plane));
        }
        return List.of(Movement.at(x, largest, type.shape()));
    }
}
