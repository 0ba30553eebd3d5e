package dev.vernier.graph.op;

import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// Mean of codes over axes, `x, axes, xScale, xZeroPoint, yScale, yZeroPoint`, as TensorFlow Lite 2.20 computes it in fixed
/// point (`QuantizedMeanOrSum` in `reduce.h`): the sum of `x - xZeroPoint` times the factor `xScale / yScale`, whose
/// multiplier is divided by how many they are, rounded down; the product is rounded twice.
///
/// Its builtin kernel takes means over both axes of images, which stay, of the codes themselves: their sum times
/// `xScale / (count * yScale)`, plus `yZeroPoint - round(xZeroPoint * xScale / yScale)`, ties away from zero (`Mean` in
/// `optimized_ops.h`).
///
/// @param keepAxes whether reduced axes stay, with size 1
/// @param contract TFLITE or TFLITE_REFERENCE
public record QLinearMean(boolean keepAxes, Contract contract) implements Op {
    private static final int BITS = 31;
    private static final int IMAGE_RANK = 4;
    private static final int[] IMAGE = {2, 3};

    public QLinearMean {
        if (!contract.isFixedPoint()) {
            throw new IllegalArgumentException("contract = " + contract + ", needed tflite or tflite_reference");
        }
    }

    static QLinearMean from(Attributes attributes) {
        attributes.only("keep_axes", "contract").needs("contract");
        return new QLinearMean(attributes.flag("keep_axes", true), Contract.from(attributes));
    }

    @Override
    public String word() {
        return "qlinear_mean";
    }

    @Override
    public Attributes attributes() {
        return contract.in(Reduction.attributes(keepAxes, false));
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        CodeInputs.check("x", Inputs.of(x, inputs.at(2), inputs.find(3).orElse(null)), 0, Optional.empty());
        Require.type("x", x, DType.U8, DType.I8);
        return List.of(new TensorType(CodeInputs.output(inputs, 4, x.dtype()),
                Reduction.of(inputs, keepAxes, true).shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Inputs<Operand> operands = Operand.of(inputs);
        TensorType type = infer(operands).getFirst();
        Tensor x = inputs.at(0);
        int[] sums = new int[type.shape().elementCount()];
        int[] values = x.ints();
        Reduction.of(operands, keepAxes, true).forEach(x.shape(), (from, to) -> sums[to] += values[from]);
        if (sums.length > 0 && values.length > 0) {
            IntUnaryOperator code = code(inputs, x.shape().rank(), values.length / sums.length, type.dtype());
            Arrays.setAll(sums, i -> code.applyAsInt(sums[i]));
        }
        return List.of(CodeInputs.tensor(type.dtype(), type.shape(), sums));
    }

    /// From the sum of some codes of x, zero points and all, to the code of their mean.
    ///
    /// @param inputs the operator's, of which x may be absent
    /// @param rank of x
    /// @param count how many codes there are in a sum
    /// @param type of the mean's code
    public IntUnaryOperator code(Inputs<Tensor> inputs, int rank, int count, DType type) {
        float xScale = inputs.at(2).floatAt(0);
        float yScale = inputs.at(4).floatAt(0);
        int xZeroPoint = CodeInputs.zeroPoint(inputs, 3);
        int zeroPoint = CodeInputs.zeroPoint(inputs, 5);
        boolean ofImages = contract == Contract.TFLITE && keepAxes && rank == IMAGE_RANK
                && Arrays.equals(Arrays.stream(Vectors.axes(inputs.at(1).longs(), rank)).sorted().toArray(), IMAGE);
        if (ofImages) {
            FixedPoint factor = FixedPoint.of(xScale / (count * yScale), Rounding.TWICE_AWAY_FROM_ZERO);
            int added = zeroPoint - awayFromZero(xZeroPoint * xScale / yScale);
            return sum -> factor.code(sum, added, type);
        }
        FixedPoint factor = factor((double) xScale / yScale, count);
        return sum -> factor.code(sum - count * xZeroPoint, zeroPoint, type);
    }

    private static int awayFromZero(float real) {
        return (int) Math.copySign(Math.floor(Math.abs((double) real) + 0.5), real);
    }

    private static FixedPoint factor(double ratio, int count) {
        FixedPoint whole = FixedPoint.of(ratio, Rounding.TWICE_AWAY_FROM_ZERO);
        int shift = Math.min(BITS - Integer.numberOfLeadingZeros(count), BITS + whole.shift());
        return new FixedPoint((int) (((long) whole.multiplier() << shift) / count), whole.shift() - shift,
                whole.rounding());
    }
}
