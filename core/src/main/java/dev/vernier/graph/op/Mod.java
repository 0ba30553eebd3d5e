package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// The remainder of `a / b`, broadcasting (ONNX Mod): of b's sign, or of a's where the quotient is truncated, as of C's
/// `fmod`. The remainder of reals by 0 is NaN; dividing integers by 0 is rejected.
///
/// @param isTruncated whether the quotient is rounded towards zero, not down
public record Mod(boolean isTruncated) implements Op {
    static Mod from(Attributes attributes) {
        return new Mod(attributes.only("truncated").flag("truncated", false));
    }

    @Override
    public String word() {
        return "mod";
    }

    @Override
    public Attributes attributes() {
        return isTruncated ? Attributes.NONE.with("truncated", true) : Attributes.NONE;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return Elementwise.inferPair(inputs);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return Elementwise.evaluatePair(inputs, this::ofReals, this::ofIntegers);
    }

    private double ofReals(double dividend, double divisor) {
        double remainder = dividend % divisor;
        return !isTruncated && remainder != 0 && remainder < 0 != divisor < 0 ? remainder + divisor : remainder;
    }

    private long ofIntegers(long dividend, long divisor) {
        if (divisor == 0) {
            throw new IllegalArgumentException("division of the integer " + dividend + " by 0, needed another divisor");
        }
        return isTruncated ? dividend % divisor : Math.floorMod(dividend, divisor);
    }
}
