package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.tensor.DType;
import java.util.Optional;

/// A tensor that is added to a step's result where it lies: the result takes its place.
///
/// @param other the name of the tensor
/// @param isLastRead whether nothing reads the tensor any more behind the step
/// @param type of its elements
/// @param coding how both and their sum stand for reals; empty where they are reals
record Addition(String other, boolean isLastRead, DType type, Optional<Coding> coding) {
    /// The scales and zero points of a sum of codes under oneDNN's contract.
    ///
    /// @param result the type of the codes that the step itself makes, which are never stored
    /// @param ratio from the unit of the other tensor to that of the step's result
    /// @param sumScale the sum's scale in that unit
    record Coding(
            DType result, int resultZeroPoint, int otherZeroPoint, float ratio, float sumScale, int sumZeroPoint) {}

    static Addition ofReals(String other, boolean isLastRead) {
        return new Addition(other, isLastRead, DType.F32, Optional.empty());
    }

    /// What a node adds to the codes that are its first operand; empty where it follows another contract or its
    /// parameters are not known.
    static Optional<Addition> of(Node node, QLinearAdd add, boolean isLastRead, PlanBuilder plan) {
        boolean known = node.inputs().stream().allMatch(
                name -> name.equals(node.input(0)) || name.equals(node.input(3)) || name.isEmpty()
                        || plan.isConstant(name));
        if (!known || add.contract() != Contract.ONEDNN) {
            return Optional.empty();
        }
        float resultScale = plan.constant(node.input(1)).orElseThrow().floatAt(0);
        float otherScale = plan.constant(node.input(4)).orElseThrow().floatAt(0);
        float sumScale = plan.constant(node.input(6)).orElseThrow().floatAt(0);
        return Optional.of(new Addition(node.input(3), isLastRead, plan.type(node.input(3)).dtype(),
                Optional.of(new Coding(plan.type(node.input(0)).dtype(), plan.zeroPoint(node.input(2)),
                        plan.zeroPoint(node.input(5)), otherScale / resultScale, sumScale / resultScale,
                        plan.zeroPoint(node.input(7))))));
    }

    /// Has a primitive add the tensor to its result.
    ///
    /// @param isLast whether the sum is stored as it is; what is still to be done to codes needs them in their own unit
    void applyTo(PrimitiveAttributes attributes, boolean isLast) {
        if (coding.isEmpty()) {
            attributes.thenAdd(type, 1, 0);
            return;
        }
        Coding codes = coding.get();
        attributes.then(Activation.ROUND)
                .then(Activation.clip(codes.result().min() - codes.resultZeroPoint(),
                        codes.result().max() - codes.resultZeroPoint()))
                .thenAdd(type, codes.ratio(), codes.otherZeroPoint());
        if (isLast) {
            attributes.scales(DNNL_ARG_DST, 0, codes.sumScale());
        } else {
            attributes.then(Activation.linear(1 / codes.sumScale(), 0));
        }
    }
}
