package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.op.SaturatingSums.Count;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SaturatingSumsTest {
    /// `[1, k]` times `[k, 1]` into reals, which are the sums themselves.
    private static SaturatingSums product(DType type, int zeroPoint, long[] left, long... right) {
        return SaturatingSums.of(Kernels.ONEDNN, new QGemm(false), Inputs.of(
                Tensor.ofLongs(type, Shape.of(1, left.length), left), Tensor.scalar(1f), code(type, zeroPoint),
                Tensor.ofLongs(DType.I8, Shape.of(right.length, 1), right), Tensor.scalar(1f), code(DType.I8, 0)))
                .orElseThrow();
    }

    private static Tensor code(DType type, long value) {
        return Tensor.ofLongs(type, Shape.SCALAR, value);
    }

    private static void assertSums(float exact, float saturated, SaturatingSums sums) {
        assertEquals(exact, sums.exact().floatAt(0));
        assertEquals(saturated, sums.saturated().floatAt(0));
        assertEquals(exact == saturated ? 0 : 1, sums.count().changed());
    }

    @Test
    void keepsPairsThatJustFit() {
        assertSums(32767, 32767, product(DType.U8, 0, new long[] {255, 191}, 127, 2));
        assertSums(-32768, -32768, product(DType.U8, 0, new long[] {128, 128}, -128, -128));
    }

    @Test
    void clampsPairsByOne() {
        assertSums(32768, 32767, product(DType.U8, 0, new long[] {254, 5}, 127, 102));
        assertSums(-32769, -32768, product(DType.U8, 0, new long[] {255, 129}, -128, -1));
    }

    @Test
    void clampsEachPairByItselfAndNeverALastProductAlone() {
        assertSums(255 * 127 * 2 - 255 * 128 * 2 + 255 * 127, 32767 - 32768 + 255 * 127,
                product(DType.U8, 0, new long[] {255, 255, 255, 255, 255}, 127, 127, -128, -128, 127));
        assertEquals(new Count(2, 2, 1, 1),
                product(DType.U8, 0, new long[] {255, 255, 255, 255, 255}, 127, 127, -128, -128, 127).count());
        assertSums(255 * 127, 255 * 127, product(DType.U8, 0, new long[] {255}, 127));
    }

    @Test
    void subtractsTheZeroPointAfterwards() {
        assertSums((255 - 200) * 127 * 2, 32767 - 200 * 127 * 2,
                product(DType.U8, 200, new long[] {255, 255}, 127, 127));
    }

    @Test
    void movesSignedActivationsUpByHalfTheirCodes() {
        assertSums(127 * 127 * 2, 32767 - 128 * 127 * 2, product(DType.I8, 0, new long[] {127, 127}, 127, 127));
        assertSums(-128 * 127 * 2, -128 * 127 * 2, product(DType.I8, 0, new long[] {-128, -128}, 127, 127));
    }

    @Test
    void pairsNeighbouringInputChannelsAtTheSameTap() {
        Inputs<Tensor> inputs = Inputs.of(
                Tensor.ofLongs(DType.U8, Shape.of(1, 3, 2), 255, 255, 255, 255, 255, 255), Tensor.scalar(1f),
                code(DType.U8, 0),
                Tensor.ofLongs(DType.I8, Shape.of(2, 3, 2), 127, 127, 0, 127, 127, 0, 127, 127, 1, 1, 127, 127),
                Tensor.scalar(1f), code(DType.I8, 0), Tensor.scalar(1024f), code(DType.U8, 0));
        SaturatingSums sums =
                SaturatingSums.of(Kernels.ONEDNN, new QLinearConv(Window.of(List.of(2)), 1), inputs).orElseThrow();
        assertEquals(new Count(4, 1, 2, 1), sums.count());
        assertEquals(Tensor.ofLongs(DType.U8, Shape.of(1, 2, 1), 127, 127), sums.exact());
        assertEquals(Tensor.ofLongs(DType.U8, Shape.of(1, 2, 1), 95, 127), sums.saturated());
    }

    @Test
    void addsNothingForPadding() {
        Window padded = new Window(List.of(1), List.of(1), List.of(1), new Padding.Explicit(List.of(1), List.of(0)));
        Inputs<Tensor> inputs = Inputs.of(
                Tensor.ofLongs(DType.U8, Shape.of(1, 2, 1), 0, 0), Tensor.scalar(1f), code(DType.U8, 255),
                Tensor.ofLongs(DType.I8, Shape.of(1, 2, 1), 127, 127), Tensor.scalar(1f), code(DType.I8, 0),
                Tensor.scalar(1024f), code(DType.I8, 0));
        assertEquals(0, SaturatingSums.of(Kernels.ONEDNN, new QLinearConv(padded, 1), inputs).orElseThrow().count()
                .saturating());
    }

    @Test
    void pairsNothingWhereEachChannelStandsAlone() {
        QLinearConv depthwise = new QLinearConv(Window.of(List.of(1)), 4);
        Tensor weight = Tensor.ofLongs(DType.I8, Shape.of(4, 1, 1), 127, 127, 127, 127);
        assertEquals(new BitSet(),
                PairedWeights.of(Kernels.ONEDNN, depthwise, DType.U8, weight).orElseThrow().saturable(255));
    }

    @Test
    void takesAnyTwoTapsForAPairWhereAGroupHasOneChannel() {
        Tensor weight = Tensor.ofLongs(DType.I8, Shape.of(2, 1, 3), 64, -128, 65, 64, -128, 64);
        PairedWeights pairs =
                PairedWeights.of(Kernels.ONEDNN, new ConvInteger(Window.of(List.of(3)), 1), DType.U8, weight)
                        .orElseThrow();
        assertEquals(BitSet.valueOf(new long[] {0b01}), pairs.saturable(255));
        assertEquals(255 * 129, pairs.largestPair(255));
        assertEquals(0,
                PairedWeights.of(Kernels.ONEDNN, new ConvInteger(Window.of(List.of(3)), 2), DType.U8, weight)
                        .orElseThrow()
                        .largestPair(255));
        Tensor cube = weight.reshaped(Shape.of(2, 1, 3, 1, 1));
        assertEquals(255 * 129,
                PairedWeights.of(Kernels.ONEDNN, new QLinearConv(Window.of(List.of(3, 1, 1)), 2), DType.U8, cube)
                        .orElseThrow().largestPair(255));
    }

    @Test
    void findsTheLargestPairOfEitherSign() {
        Tensor weight = Tensor.ofLongs(DType.I8, Shape.of(4, 2), 100, 1, -128, 2, 100, -100, 127, -100);
        PairedWeights columns = PairedWeights.of(Kernels.ONEDNN, new MatMulInteger(), DType.U8, weight).orElseThrow();
        assertEquals(255 * 227, columns.largestPair(255));
        PairedWeights rows = PairedWeights.of(Kernels.ONEDNN, new QGemm(true), DType.U8, weight).orElseThrow();
        assertEquals(255 * 128, rows.largestPair(255));
        PairedWeights two = PairedWeights.of(Kernels.ONEDNN, new QLinearMatMul(), DType.U8,
                weight.reshaped(Shape.of(2, 2, 2))).orElseThrow();
        assertEquals(4, two.channels());
        assertEquals(255 * 227, two.largestPair(255));
    }

    @Test
    void pairsNothingOfSixteenBits() {
        Tensor weight = Tensor.ofLongs(DType.I8, Shape.of(1, 2), 127, 127);
        assertTrue(PairedWeights.of(Kernels.ONEDNN, new QGemm(true), DType.I16, weight).isEmpty());
    }

    @Test
    void boundsWhatAnyActivationsCouldDo() {
        assertSaturable(false, 255, 128, 0);
        assertSaturable(false, 255, 64, 64);
        assertSaturable(true, 255, 64, 65);
        assertSaturable(false, 255, 127, -128);
        assertSaturable(false, 255, -64, -64);
        assertSaturable(true, 255, -65, -64);
        assertSaturable(true, 255, -1, -128);
    }

    @Test
    void neverSaturatesOnReducedRange() {
        assertSaturable(false, PairedWeights.HIGHEST_REDUCED_CODE, 127, 127);
        assertSaturable(false, PairedWeights.HIGHEST_REDUCED_CODE, -128, -128);
    }

    private static void assertSaturable(boolean expected, int highest, int first, int second) {
        byte[] unsigned = {(byte) (first + 128), (byte) (second + 128)};
        QGemm gemm = new QGemm(true);
        assertEquals(expected,
                PairedWeights.of(Kernels.ONEDNN, gemm, DType.U8, Tensor.ofU8(Shape.of(1, 2), unsigned)).orElseThrow()
                        .saturable(highest).get(0));
    }

    @Test
    void neverSaturatesWhereTheBoundSaysSo() {
        Random random = new Random(17);
        QLinearConv conv = new QLinearConv(Window.of(List.of(3, 3)), 2);
        for (int largest = 60; largest < 72; largest++) {
            byte[] codes = new byte[6 * 4 * 9];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) (random.nextInt(2 * largest + 1) - largest);
            }
            Tensor weight = Tensor.ofI8(Shape.of(6, 4, 3, 3), codes);
            byte[] x = new byte[8 * 25];
            random.nextBytes(x);
            Count count = SaturatingSums.of(Kernels.ONEDNN, conv, Inputs.of(
                    Tensor.ofU8(Shape.of(1, 8, 5, 5), x), Tensor.scalar(1f), code(DType.U8, 3),
                    weight, Tensor.scalar(1f), code(DType.I8, 0), Tensor.scalar(100f), code(DType.U8, 128)))
                    .orElseThrow().count();
            boolean possible =
                    !PairedWeights.of(Kernels.ONEDNN, conv, DType.U8, weight).orElseThrow().saturable(255).isEmpty();
            assertTrue(possible || count.saturating() == 0, "weights up to " + largest);
            assertEquals(6 * 9 * 2 * 9, count.pairs());
        }
    }

    @Test
    void knowsEveryOperatorThatSumsProductsOfCodes() {
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            boolean isProduct = op.getSimpleName().matches(".*(Conv|Gemm|MatMul).*");
            boolean isFloat = List.of(Conv.class, ConvTranspose.class, Gemm.class, MatMul.class).contains(op);
            assertEquals(isProduct && !isFloat, IntegerProduct.class.isAssignableFrom(op), op.getSimpleName());
        }
    }

    /// A sum of two products of 255 * 127, of each kind.
    private static List<SaturatingSums> everyKind(Kernels kernels, DType activation, DType weight) {
        Tensor row = Tensor.ofLongs(activation, Shape.of(1, 2), activation == DType.U8 ? 255 : 127, 127);
        Tensor column = Tensor.ofLongs(weight, Shape.of(2, 1), 127, 127);
        Tensor one = Tensor.scalar(1f);
        Tensor x = row.reshaped(Shape.of(1, 2, 1));
        Tensor w = column.reshaped(Shape.of(1, 2, 1));
        Window window = Window.of(List.of(1));
        Tensor a = code(activation, 0);
        Tensor b = code(weight, 0);
        Tensor scale = Tensor.scalar(256f);
        return Stream.of(
                SaturatingSums.of(kernels, new QLinearConv(window, 1), Inputs.of(x, one, a, w, one, b, scale, a)),
                SaturatingSums.of(kernels, new ConvInteger(window, 1), Inputs.of(x, w, a, b)),
                SaturatingSums.of(kernels, new QGemm(false), Inputs.of(row, one, a, column, one, b, null, scale, a)),
                SaturatingSums.of(kernels, new QLinearMatMul(), Inputs.of(row, one, a, column, one, b, scale, a)),
                SaturatingSums.of(kernels, new MatMulInteger(), Inputs.of(row, column, a, b)))
                .flatMap(Optional::stream).toList();
    }

    @Test
    void saturatesInEveryIntegerOperator() {
        List<SaturatingSums> sums = everyKind(Kernels.ONEDNN, DType.U8, DType.I8);
        assertEquals(5, sums.size());
        sums.forEach(each -> assertEquals(new Count(1, 1, 1, 1), each.count()));
        assertEquals(Tensor.ofI32(Shape.of(1, 1), 32767), sums.getLast().saturated());
        assertEquals(4, everyKind(Kernels.ONNXRUNTIME, DType.U8, DType.I8).size());
    }

    @Test
    void isExactInOnnxRuntimeWhereItsKernelsWiden() {
        assertTrue(everyKind(Kernels.ONNXRUNTIME, DType.U8, DType.U8).isEmpty());
        assertTrue(everyKind(Kernels.ONNXRUNTIME, DType.I8, DType.I8).isEmpty());
        Tensor weight = Tensor.ofLongs(DType.I8, Shape.of(4, 1, 2), 127, 127, 127, 127, 127, 127, 127, 127);
        assertEquals(0, PairedWeights.of(Kernels.ONNXRUNTIME, new QLinearConv(Window.of(List.of(2)), 4), DType.U8,
                weight).orElseThrow().largestPair(255));
        assertEquals(255 * 254, PairedWeights.of(Kernels.ONNXRUNTIME, new QLinearConv(Window.of(List.of(2)), 2),
                DType.U8, weight).orElseThrow().largestPair(255));
    }

    private static Count unfolded(Window window, long zeroPoint, long[] x, long... weight) {
        return SaturatingSums.of(Kernels.ONNXRUNTIME, new QLinearConv(window, 1), Inputs.of(
                Tensor.ofLongs(DType.U8, Shape.of(1, 3, x.length / 3), x), Tensor.scalar(1f),
                code(DType.U8, zeroPoint),
                Tensor.ofLongs(DType.I8, Shape.of(1, 3, weight.length / 3), weight), Tensor.scalar(1f),
                code(DType.I8, 0), Tensor.scalar(1024f), code(DType.U8, 0))).orElseThrow().count();
    }

    @Test
    void pairsTheRowsOfTheUnfoldedMatrixInOnnxRuntime() {
        Window two = Window.of(List.of(2));
        long[] full = {255, 255, 255, 255, 255, 255};
        assertEquals(new Count(3, 1, 1, 1), unfolded(two, 0, full, 127, 0, 127, 0, 0, 0));
        assertEquals(1, unfolded(two, 0, full, 0, 127, 0, 0, 127, 0).saturating());
        assertEquals(1, unfolded(two, 0, full, 0, 0, 0, 127, 0, 127).saturating());
        assertEquals(0, unfolded(two, 0, full, 0, 0, 127, 0, 127, 0).saturating());
    }

    @Test
    void multipliesThePaddingInOnnxRuntime() {
        Window padded = new Window(List.of(1), List.of(1), List.of(1), new Padding.Explicit(List.of(1), List.of(0)));
        assertEquals(1, unfolded(padded, 255, new long[] {0, 0, 0}, 127, 127, 0).saturating());
        assertEquals(0, unfolded(padded, 0, new long[] {0, 0, 0}, 127, 127, 0).saturating());
    }

    @Test
    void roundsAdditionsAfterTheZeroPointInOnnxRuntime() {
        Inputs<Tensor> inputs = Inputs.of(
                Tensor.ofLongs(DType.U8, Shape.of(2), 0, 2), Tensor.scalar(0.25f), code(DType.U8, 0),
                Tensor.ofLongs(DType.U8, Shape.of(2), 1, 1), Tensor.scalar(0.25f), code(DType.U8, 0),
                Tensor.scalar(0.5f), code(DType.U8, 1));
        Op add = new QLinearAdd();
        assertEquals(Tensor.ofLongs(DType.U8, Shape.of(2), 1, 3), add.evaluate(inputs).getFirst());
        assertEquals(Tensor.ofLongs(DType.U8, Shape.of(2), 2, 2),
                SaturatingSums.replay(Kernels.ONNXRUNTIME, add, inputs).getFirst());
        assertEquals(add.evaluate(inputs), SaturatingSums.replay(Kernels.ONEDNN, add, inputs));
    }
}
