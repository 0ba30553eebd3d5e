package dev.vernier.graph.op;

import static dev.vernier.graph.op.Nodes.assertFails;
import static dev.vernier.graph.op.Nodes.assertGives;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.tensor.DType;
import org.junit.jupiter.api.Test;

class FixedPointTest {
    @Test
    void holdsFactorsInAMultiplierAndAShift() {
        assertEquals(new FixedPoint(1 << 30, 0, Rounding.ONCE), FixedPoint.of(0.5, Rounding.ONCE));
        assertEquals(new FixedPoint(1 << 30, 1, Rounding.ONCE), FixedPoint.of(1, Rounding.ONCE));
        assertEquals(new FixedPoint(1 << 30, 1, Rounding.ONCE), FixedPoint.of(Math.nextDown(1.0), Rounding.ONCE));
        assertEquals(new FixedPoint(1717986918, -3, Rounding.ONCE), FixedPoint.of(0.1, Rounding.ONCE));
        assertEquals(new FixedPoint(1 << 30, -31, Rounding.ONCE), FixedPoint.of(0x1p-32, Rounding.ONCE));
        assertEquals(new FixedPoint(0, 0, Rounding.ONCE), FixedPoint.of(0x1p-33, Rounding.ONCE));
        assertEquals(new FixedPoint(0, 0, Rounding.ONCE), FixedPoint.of(0, Rounding.ONCE));
    }

    @Test
    void rejectsWhatIsNoFactor() {
        for (double factor : new double[] {-0.1, 0x1p30, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> FixedPoint.of(factor, Rounding.ONCE));
        }
        assertThrows(IllegalArgumentException.class, () -> new FixedPoint(-1, 0, Rounding.ONCE));
        assertThrows(IllegalArgumentException.class, () -> new FixedPoint(1 << 30, 31, Rounding.ONCE));
    }

    @Test
    void roundsTiesAsItsKernelDoes() {
        assertProducts(0.25, Rounding.ONCE, -1, 0, 0, 1, 1);
        assertProducts(0.25, Rounding.TWICE, -1, 0, 0, 1, 1);
        assertProducts(0.25, Rounding.TWICE_AWAY_FROM_ZERO, -1, -1, 0, 1, 1);
    }

    private static void assertProducts(double factor, Rounding rounding, int... expected) {
        int[] values = {-4, -2, 0, 2, 4};
        for (int i = 0; i < values.length; i++) {
            assertEquals(expected[i], FixedPoint.of(factor, rounding).times(values[i]), rounding + " " + values[i]);
        }
    }

    @Test
    void roundsTheRoundedProductAgain() {
        double factor = Math.nextDown(0.125) - 0x1p-40;
        assertEquals(0, FixedPoint.of(0.12499999, Rounding.ONCE).times(4));
        assertEquals(1, FixedPoint.of(0.12499999, Rounding.TWICE).times(4));
        assertEquals(1, FixedPoint.of(factor, Rounding.ONCE).times(4));
    }

    @Test
    void multipliesByMoreThanOne() {
        for (Rounding rounding : Rounding.values()) {
            assertEquals(-250, FixedPoint.of(2.5, rounding).times(-100));
            assertEquals(-(1 << 30), FixedPoint.of(1, rounding).times(-(1 << 30)));
        }
    }

    @Test
    void saturatesToTheCodes() {
        FixedPoint half = FixedPoint.of(0.5, Rounding.TWICE);
        assertEquals(127, half.code(1000, 24, 3, DType.I8));
        assertEquals(-128, half.code(-1000, 24, 3, DType.I8));
        assertEquals(13, half.code(19, 1, 3, DType.U8));
    }

    @Test
    void quantizesTiesAwayFromZeroUnderItsContracts() {
        assertEquals(3, Contract.TFLITE.code(2.5f, 1, 0, DType.I8));
        assertEquals(-3, Contract.TFLITE.code(-2.5f, 1, 0, DType.I8));
        assertEquals(2, Contract.ONNX.code(2.5f, 1, 0, DType.I8));
        assertEquals(127, Contract.TFLITE_REFERENCE.code(Float.POSITIVE_INFINITY, 1, 0, DType.I8));
        assertThrows(IllegalArgumentException.class, () -> Contract.TFLITE.code(Float.NaN, 1, 0, DType.I8));
    }

    @Test
    void takesMeansOfCodesWithTiesAwayFromZero() {
        String[] tensors = {"x: i8[1, 1, 4] = [-1, -2, 2, 1]", "s: f32[] = [0.5]", "z: i8[] = [7]",
            "t: f32[] = [0.25]"};
        assertGives("i8[1, 1, 2] = [-2, 2]",
                "qlinear_average_pool x, s, z, s, z {kernel = [2], stride = [2], contract = tflite}", tensors);
        assertFails("x of scale 0.5 and zero point 7, needed y's, 0.25 and 7",
                "qlinear_average_pool x, s, z, t, z {kernel = [2], contract = tflite}", tensors);
    }

    @Test
    void takesTheSoftmaxOfCodes() {
        String[] tensors = {"x: i8[1, 3] = [0, 0, -128]", "s: f32[] = [1]", "z: i8[] = [5]", "t: f32[] = [0.00390625]",
            "low: i8[] = [-128]", "u: u8[] = [0]"};
        assertGives("i8[1, 3] = [0, 0, -128]", "qlinear_softmax x, s, z, t, low", tensors);
        assertGives("i8[1, 3] = [127, 127, 127]", "qlinear_softmax x, s, z, t, low {axis = 0}", tensors);
        assertFails("y of type u8, needed x's, i8", "qlinear_softmax x, s, z, t, u", tensors);
    }

    @Test
    void refusesWhatTensorFlowLiteDoesNotCompute() {
        String[] tensors = {"x: i16[1, 1, 1] = [1]", "s: f32[] = [1]", "z: i16[] = [0]", "a: i8[1, 1] = [1]"};
        assertFails("x of type i16[1, 1, 1], needed", "qlinear_softmax x, s, z, s, z", tensors);
        assertFails("under contract tflite of type i16",
                "qlinear_average_pool x, s, z, s, z {kernel = [1], contract = tflite}", tensors);
        assertFails("contract = tflite without yScale, needed onnx or onednn",
                "qgemm a, s, _, a, s {contract = tflite}",
                tensors);
        assertFails("contract = fast, known: onnx, onednn, tflite, tflite_reference",
                "qgemm a, s, _, a, s {contract = fast}", tensors);
    }
}
