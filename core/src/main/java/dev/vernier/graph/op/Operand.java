package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What inference sees of a node's input: its concrete type and, where it does not depend on the samples, its value.
public record Operand(TensorType type, Optional<Tensor> constant) {
    public Operand {
        if (!type.shape().isConcrete()) {
            throw new IllegalArgumentException("operand of type " + type + ", needed a concrete shape");
        }
    }

    public static Operand of(TensorType type) {
        return new Operand(type, Optional.empty());
    }

    public static Operand of(Tensor constant) {
        return new Operand(TensorType.of(constant), Optional.of(constant));
    }

    /// Tensors as inference sees them, so that an evaluation can check its inputs through `infer`.
    public static Inputs<Operand> of(Inputs<Tensor> tensors) {
        List<Operand> operands = new ArrayList<>();
        for (int index = 0; index < tensors.count(); index++) {
            operands.add(tensors.find(index).map(Operand::of).orElse(null));
        }
        return Inputs.of(operands);
    }

    public DType dtype() {
        return type.dtype();
    }

    public Shape shape() {
        return type.shape();
    }

    /// The value.
    ///
    /// @throws IllegalArgumentException where it depends on the samples; `what` names it in the message
    public Tensor known(String what) {
        return constant.orElseThrow(
                () -> new IllegalArgumentException(what + " depends on the samples, needed a constant"));
    }
}
