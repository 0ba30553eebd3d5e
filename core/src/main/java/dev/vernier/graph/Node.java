package dev.vernier.graph;

import dev.vernier.graph.op.Op;
import java.util.List;
import java.util.Objects;

/// One application of an operator.
///
/// @param name what the model's author calls the node, or "" where he does not
/// @param inputs the names of the tensors it reads, in the operator's order; "" stands for an absent one
/// @param outputs the names of the tensors it makes; a prefix of the operator's outputs, "" for one that nobody reads
public record Node(String name, Op op, List<String> inputs, List<String> outputs) {
    public Node {
        Objects.requireNonNull(name);
        Objects.requireNonNull(op);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (outputs.isEmpty() || outputs.getFirst().isEmpty()) {
            throw new IllegalArgumentException(
                    "node '" + name + "': " + op.word() + " has no first output, needed one");
        }
    }

    /// A node of one output.
    public static Node of(String output, Op op, String... inputs) {
        return new Node("", op, List.of(inputs), List.of(output));
    }

    /// The first output, which for most operators is the only one.
    public String output() {
        return outputs.getFirst();
    }

    /// An input's name, "" where it is absent.
    public String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    /// What messages call the node: its name, or its first output where it has none.
    public String label() {
        return name.isEmpty() ? output() : name;
    }

    public Node withInputs(List<String> others) {
        return new Node(name, op, others, outputs);
    }
}
