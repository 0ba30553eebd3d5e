package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Integer Gemm `a, aScale, aZeroPoint, b, bScale, bZeroPoint, c?, yScale?, yZeroPoint?` (com.microsoft QGemm with
/// alpha 1): a `[m, k]`, b `[k, n]` after its transposition with one scale or one for each of the n, c int32 in units
/// of aScale * bScale, broadcast to `[m, n]`. The exact sums of products are requantized with c as the [Contract] says;
/// without yScale the result is float32, in units of 1, which fixed point cannot give. In fixed point a has 8 bits.
public record QGemm(boolean transposeB, Contract contract) implements Op, IntegerProduct {
    public QGemm {
        Objects.requireNonNull(contract);
    }

    /// As ONNX Runtime defines it.
    public QGemm(boolean transposeB) {
        this(transposeB, Contract.ONNX);
    }

    static QGemm from(Attributes attributes) {
        attributes.only("transpose_b", "contract");
        return new QGemm(attributes.flag("transpose_b", false), Contract.from(attributes));
    }

    @Override
    public String word() {
        return "qgemm";
    }

    @Override
    public Attributes attributes() {
        return contract.in(transposeB ? Attributes.NONE.with("transpose_b", true) : Attributes.NONE);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Matrices matrices = matrices(inputs.at(0).shape(), inputs.at(3).shape());
        CodeInputs.check("a", inputs, 0, Optional.empty());
        CodeInputs.checkWeights("b", inputs, 3, Optional.of(transposeB ? 0 : 1));
        CodeInputs.requireExactSums(matrices.terms(), inputs.at(0).dtype());
        inputs.find(6).ifPresent(c -> {
            Require.type("c", c, DType.I32);
            Require.broadcastsTo("c", c, matrices.shape());
        });
        boolean coded = inputs.has(7);
        CodeInputs.requireWidth(contract, inputs.at(0));
        if (!coded && contract.isFixedPoint()) {
            throw new IllegalArgumentException("contract = " + contract + " without yScale, needed onnx or onednn");
        }
        return List.of(new TensorType(
                coded ? CodeInputs.output(inputs, 7, inputs.at(0).dtype()) : DType.F32, matrices.shape()));
    }

    private Matrices matrices(Shape a, Shape b) {
        return Matrices.ofTwo(a, false, b, transposeB);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(requantized(inputs, sums(inputs)));
    }

    /// The result of sums of products.
    Tensor requantized(Inputs<Tensor> inputs, long[] sums) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        float scale = inputs.at(1).floatAt(0);
        float[] columnScales = inputs.at(4).floats();
        int columns = type.shape().size(1);
        long[] c = new long[sums.length];
        inputs.find(6).ifPresent(
                term -> Broadcast.forEach(type.shape(), term.shape(), (place, i, j) -> c[place] = term.longAt(j)));
        if (!inputs.has(7)) {
            FloatFactor[] factors = new FloatFactor[columns];
            Arrays.setAll(factors, column -> contract.factor(scale, CodeInputs.of(columnScales, column), 1));
            float[] reals = new float[sums.length];
            for (int i = 0; i < reals.length; i++) {
                reals[i] = factors[i % columns].scaled(sums[i], c[i]);
            }
            return Tensor.of(type.shape(), reals);
        }
        float resultScale = inputs.at(7).floatAt(0);
        Rescaling[] rescalings = new Rescaling[columns];
        Arrays.setAll(rescalings, column -> rescaling(inputs.at(0).dtype(), columnScales.length > 1, scale,
                CodeInputs.of(columnScales, column), resultScale));
        int zeroPoint = CodeInputs.zeroPoint(inputs, 8);
        int[] codes = new int[sums.length];
        Arrays.setAll(codes, i -> rescalings[i % columns].code(sums[i], c[i], zeroPoint, type.dtype()));
        return CodeInputs.tensor(type.dtype(), type.shape(), codes);
    }

    /// How the sums of one column become codes.
    ///
    /// @param a the type of the left operand's codes
    /// @param perColumn whether b has a scale for each column
    /// @throws IllegalArgumentException where the scales give no finite factor
    public Rescaling rescaling(DType a, boolean perColumn, float aScale, float bScale, float yScale) {
        return contract.rescaling(TfliteKernel.product(contract, a, perColumn), aScale, bScale, yScale);
    }

    /// The sums of products.
    long[] sums(Inputs<Tensor> inputs) {
        Tensor a = inputs.at(0);
        Tensor b = inputs.at(3);
        int[] stored = CodeInputs.centered(b, inputs.find(5), transposeB ? 0 : 1);
        int[] right = transposeB ? Matrices.transposed(stored, b.shape()) : stored;
        return CodeInputs.sums(CodeInputs.centered(a, inputs.find(2), 0), a.dtype(),
                values -> matrices(a.shape(), b.shape()).product(values, right));
    }
}
