package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

final class TflitePeerTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void computesOnItsInputsAgainAndAgain(TfliteKernels kernels) {
        Path file = Shared.path("models/resnet8-cifar10-int8.tflite");
        Map<String, Tensor> inputs = Map.of("input_1_int8", ramp(Shape.of(3, 3, 32, 32)));
        try (TflitePeer peer = TflitePeer.openFile(kernels, file, inputs, 3, 1);
                Peer sibling = peer.sibling();
                TfliteSession session = new TfliteEngine(kernels).openFile(file, SessionOptions.DEFAULT)) {
            Map<String, Tensor> expected = session.run(inputs);
            for (int i = 0; i < 3; i++) {
                assertEquals(expected, peer.outputs());
                peer.run();
                assertEquals(expected, sibling.outputs());
            }
        }
    }

    @Test
    void namesConvolutionsInFloat() {
        Path fast = Shared.path("models/resnet8-cifar10-int8.tflite");
        Path slow = Shared.path("models/resnet8-cifar10.tflite");
        try (TflitePeer codes = TflitePeer.openFile(TfliteKernels.XNNPACK, fast,
                Map.of("input_1_int8", ramp(Shape.of(1, 3, 32, 32))), 1, 1);
                TflitePeer reals = TflitePeer.openFile(TfliteKernels.XNNPACK, slow,
                        Map.of("input_1", ramp(Shape.of(1, 3, 32, 32))), 1, 1)) {
            assertTrue(codes.hasConvolutions());
            assertEquals(List.of(), codes.floatConvolutions());
            assertEquals(9, reals.floatConvolutions().size());
        }
    }

    @Test
    void refusesMoreSamplesThanAFileTakes() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 2, 2);
        int shape = file.ints("shape", 1, 4);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 4);
        file.operator(BuiltinOperator.RESHAPE, null, List.of(x, shape), y);
        Path small = file.in(folder, List.of(x), List.of(y));
        String message = assertThrows(InputException.class, () -> TflitePeer.openFile(TfliteKernels.BUILTIN, small,
                Map.of("x", ramp(Shape.of(3, 2, 2))), 3, 1)).getMessage();
        assertEquals(small + ": tflite runs 1 of its samples at a time, needed --batch 1", message);
        try (TflitePeer peer = TflitePeer.openFile(TfliteKernels.BUILTIN, small,
                Map.of("x", ramp(Shape.of(1, 2, 2))), 1, 1)) {
            assertFalse(peer.hasConvolutions());
        }
    }

    private static Tensor ramp(Shape shape) {
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 256;
        }
        return Tensor.of(shape, values);
    }
}
