package dev.vernier.conformance.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Op;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// An operator of TensorFlow Lite beside Vernier's, on the same codes.
///
/// @param file with the operator alone
/// @param activations the file's inputs
/// @param image whether results have channels, which stand last in TensorFlow Lite
record Trial(byte[] file, List<Tensor> activations, Op op, Inputs<Tensor> inputs, boolean image) {
    /// How many codes differ.
    int differences(Lite lite) {
        byte[] theirs = lite.run(file, activations.stream().map(Tensor::bytes).toList()).getFirst();
        Tensor ours = op.evaluate(inputs).getFirst();
        byte[] bytes = (image ? Draw.channelsLast(ours) : ours).bytes();
        assertEquals(theirs.length, bytes.length);
        int differences = 0;
        for (int i = 0; i < bytes.length; i++) {
            differences += bytes[i] == theirs[i] ? 0 : 1;
        }
        return differences;
    }

    int size() {
        return op.evaluate(inputs).getFirst().size();
    }
}
