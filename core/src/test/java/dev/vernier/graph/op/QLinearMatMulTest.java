package dev.vernier.graph.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QLinearMatMulTest {
    private static final List<DType> TYPES = List.of(DType.U8, DType.I8, DType.U16, DType.I16);

    private final Random random = new Random(7);

    private Tensor codes(DType type, int... sizes) {
        Shape shape = Shape.of(sizes);
        return Tensor.ofLongs(type, shape,
                random.longs(shape.elementCount(), type.min(), type.max() + 1).toArray());
    }

    private static Tensor code(DType type, long value) {
        return Tensor.ofLongs(type, Shape.SCALAR, value);
    }

    /// The sum of products of codes minus their zero points, in 64 bits.
    private static long sum(Tensor a, long aZeroPoint, int row, Tensor b, long bZeroPoint, int column) {
        int terms = a.shape().size(1);
        int columns = b.shape().size(1);
        long sum = 0;
        for (int k = 0; k < terms; k++) {
            sum += (a.longAt(row * terms + k) - aZeroPoint) * (b.longAt(k * columns + column) - bZeroPoint);
        }
        return sum;
    }

    @Test
    void multipliesCodesOfAnyTypesWithZeroPointsOnBothSides() {
        for (DType left : TYPES) {
            for (DType right : TYPES) {
                Tensor a = codes(left, 3, 9);
                Tensor b = codes(right, 9, 2);
                Tensor y = new QLinearMatMul().evaluate(Inputs.of(a, Tensor.scalar(0.5f), code(left, left.max()), b,
                        Tensor.scalar(0.25f), code(right, right.min() + 3))).getFirst();
                for (int i = 0; i < y.size(); i++) {
                    long sum = sum(a, left.max(), i / 2, b, right.min() + 3, i % 2);
                    assertEquals(sum * 0.125f, y.floatAt(i), left + " x " + right);
                }
            }
        }
    }

    @Test
    void makesCodesOfTheSumsThatItMakesRealsOf() {
        Tensor a = codes(DType.U8, 2, 4, 5);
        Tensor b = codes(DType.U8, 2, 5, 3);
        Tensor one = Tensor.scalar(1f);
        Tensor reals = new QLinearMatMul().evaluate(Inputs.of(a, one, code(DType.U8, 101), b, one,
                code(DType.U8, 90))).getFirst();
        Tensor coded = new QLinearMatMul().evaluate(Inputs.of(a, one, code(DType.U8, 101), b, one,
                code(DType.U8, 90), Tensor.scalar(256f), code(DType.U8, 128))).getFirst();
        assertEquals(Quantize.perTensor(DType.U8).evaluate(Inputs.of(reals, Tensor.scalar(256f), code(DType.U8, 128)))
                .getFirst(), coded);
    }

    @Test
    void broadcastsTheAxesBeforeTheMatrices() {
        Tensor a = codes(DType.U8, 2, 1, 2, 3);
        Tensor b = codes(DType.I8, 4, 3, 1);
        Tensor one = Tensor.scalar(1f);
        Tensor y = new QLinearMatMul().evaluate(Inputs.of(a, one, code(DType.U8, 7), b, one, code(DType.I8, -9)))
                .getFirst();
        assertEquals(Shape.of(2, 4, 2, 1), y.shape());
        long sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += (a.longAt(9 + k) - 7) * (b.longAt(2 * 3 + k) + 9);
        }
        assertEquals(sum, y.floatAt((1 * 4 + 2) * 2 + 1));
    }

    @Test
    void refusesMoreProductsThanSumsHold() {
        Tensor one = Tensor.scalar(1f);
        Tensor row = Tensor.ofLongs(DType.U16, Shape.of(1, 32768), new long[32768]);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> new QLinearMatMul().evaluate(Inputs.of(row, one, null, row.reshaped(Shape.of(32768, 1)), one,
                        null)));
        assertEquals("sums of 32768 products, needed at most 32767 to fit int32", refused.getMessage());
    }
}
