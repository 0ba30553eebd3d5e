package dev.vernier.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FakeQuantizeTest {
    @Test
    void givesPyTorchsValuesAndGradientsPerTensor() {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/fake_quantize.npz"));
        FakeQuantize fake = new FakeQuantize(QParams.perTensor(DType.U8, 0.02f, 7), 0, 127);
        assertSame(golden.get("y"), fake.forward(golden.get("x")));
        assertSame(golden.get("dx"), fake.gradient(golden.get("x"), golden.get("up")));
    }

    @Test
    void givesPyTorchsValuesAndGradientsPerChannel() {
        Map<String, Tensor> golden = Npz.read(Shared.path("golden/fake_quantize.npz"));
        QParams params = QParams.perChannel(DType.I8, 0, golden.get("w_scales").floats(), new long[4]);
        FakeQuantize fake = new FakeQuantize(params, -128, 127);
        assertSame(golden.get("w_y"), fake.forward(golden.get("w")));
        assertSame(golden.get("dw"), fake.gradient(golden.get("w"), golden.get("w_up")));
    }

    /// The same numbers; PyTorch's zeros carry the sign of what was multiplied by 0.
    private static void assertSame(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.floats(), actual.floats(), Float.MIN_VALUE);
    }

    @Test
    void letsTheGradientThroughAtTheEndsAndNotBeyond() {
        FakeQuantize fake = new FakeQuantize(QParams.perTensor(DType.I8, 1, 0), -127, 127);
        Tensor x = Tensor.of(Shape.of(6), -128, -127.5f, -127.4f, 127.4f, 127.5f, Float.POSITIVE_INFINITY);
        Tensor up = Tensor.of(Shape.of(6), 1, 2, 3, 4, 5, 6);
        assertEquals(Tensor.of(Shape.of(6), -127, -127, -127, 127, 127, 127), fake.forward(x));
        assertEquals(Tensor.of(Shape.of(6), 0, 0, 3, 4, 0, 0), fake.gradient(x, up));
    }

    @Test
    void rejectsNaNAndOtherShapes() {
        FakeQuantize fake =
                new FakeQuantize(QParams.perChannel(DType.I8, 1, new float[] {1, 1}, new long[2]), -128, 127);
        Tensor x = Tensor.of(Shape.of(1, 2), 1, Float.NaN);
        assertThrows(IllegalArgumentException.class, () -> fake.forward(x));
        assertThrows(IllegalArgumentException.class, () -> fake.forward(Tensor.of(Shape.of(1, 3), 1, 2, 3)));
        assertThrows(IllegalArgumentException.class, () -> fake.gradient(x, Tensor.of(Shape.of(2), 1, 2)));
    }
}
