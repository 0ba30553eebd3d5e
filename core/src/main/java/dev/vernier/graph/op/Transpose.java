package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Axes reordered: axis k of the output is axis `permutation[k]` of the input; an empty permutation reverses them (ONNX
/// Transpose).
public record Transpose(List<Integer> permutation) implements Op {
    public Transpose {
        permutation = List.copyOf(permutation);
        if (!permutation.stream().sorted().toList().equals(IntStream.range(0, permutation.size()).boxed().toList())) {
            throw new IllegalArgumentException(
                    "permutation = " + permutation + ", needed every axis from 0 once");
        }
    }

    static Transpose from(Attributes attributes) {
        return new Transpose(attributes.only("permutation").integers("permutation", List.of()));
    }

    @Override
    public String word() {
        return "transpose";
    }

    @Override
    public Attributes attributes() {
        return permutation.isEmpty() ? Attributes.NONE : Attributes.NONE.with("permutation", permutation);
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        TensorType type = inputs.at(0).type();
        int[] sizes = order(type.shape().rank()).stream().mapToInt(type.shape()::size).toArray();
        return List.of(type.with(Shape.of(sizes)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        Shape shape = infer(Operand.of(inputs)).getFirst().shape();
        int[] strides = x.shape().strides();
        List<Integer> order = order(x.shape().rank());
        return List.of(
                Movement.of(x, shape, axis -> Movement.walk(shape.size(axis), 0, strides[order.get(axis)])));
    }

    private List<Integer> order(int rank) {
        if (permutation.isEmpty()) {
            return IntStream.range(0, rank).mapToObj(axis -> rank - 1 - axis).toList();
        }
        if (permutation.size() != rank) {
            throw new IllegalArgumentException("permutation = " + permutation + ", needed " + rank + " axes");
        }
        return permutation;
    }
}
