package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import org.junit.jupiter.api.Test;

class GrayTest {
    private static final Preprocess GRAY = Preprocess.parse("raw,channels=gray");
    private static final Tensor IMAGE = Tensor.ofU8(Shape.of(3, 1, 3), (byte) 200, (byte) 255, (byte) 1, (byte) 100,
            (byte) 255, (byte) 0, (byte) 50, (byte) 255, (byte) 0);

    @Test
    void weighsBytesAsPillowDoes() {
        assertEquals(Tensor.of(Shape.of(1, 1, 3), 124, 255, 0), GRAY.apply(IMAGE));
        assertEquals(GRAY, Preprocess.parse(GRAY.toString()));
    }

    @Test
    void weighsOtherNumbersWithoutRounding() {
        Tensor pixel = GRAY.apply(Tensor.of(Shape.of(1, 1, 3), 100, 0, 0), Layout.NHWC);
        assertEquals(Shape.of(1, 1, 1), pixel.shape());
        assertEquals(29.9f, pixel.floatAt(0), 1e-3f);
    }

    @Test
    void leavesOneChannelAsItIs() {
        assertEquals(Tensor.of(Shape.of(1, 1, 1), 9), GRAY.apply(Tensor.ofU8(Shape.of(1, 1, 1), (byte) 9)));
    }

    @Test
    void comesBeforeTheResizing() {
        assertEquals(Shape.of(1, 4, 4), Preprocess.parse("raw,resize=4x4,channels=gray").apply(IMAGE).shape());
    }

    @Test
    void refusesAnotherNumberOfChannels() {
        Tensor two = Tensor.ofU8(Shape.of(2, 1, 1), new byte[2]);
        assertThrows(IllegalArgumentException.class, () -> GRAY.apply(two));
    }
}
