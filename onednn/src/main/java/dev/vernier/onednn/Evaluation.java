package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Inputs;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An operator that oneDNN does not have: evaluated by itself, on tensors that lie row-major.
///
/// @param outputs the slots of the node's outputs; a node may name fewer than its operator makes
record Evaluation(Node node, List<Function<Workspace, Tensor>> inputs, List<Slot> outputs) implements Step {
    @Override
    public Runnable on(Workspace workspace) {
        return () -> {
            List<Tensor> given = new ArrayList<>();
            inputs.forEach(input -> given.add(input.apply(workspace)));
            List<Tensor> made = evaluate(node, given);
            for (int i = 0; i < outputs.size(); i++) {
                MemorySegment value = made.get(i).segment();
                MemorySegment.copy(value, 0, workspace.segment(outputs.get(i)), 0, value.byteSize());
            }
        };
    }

    /// @throws IllegalArgumentException as the operator does; the message names the node
    static List<Tensor> evaluate(Node node, List<Tensor> inputs) {
        try {
            return node.op().evaluate(Inputs.of(inputs));
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(
                    "node '" + node.label() + "': " + node.op().word() + ": " + unfit.getMessage(), unfit);
        }
    }
}
