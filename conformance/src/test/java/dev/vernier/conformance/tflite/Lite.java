package dev.vernier.conformance.tflite;

import dev.vernier.graph.op.Contract;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.OpResolver;
import org.bytedeco.tensorflowlite.TfLiteTensor;

/// TensorFlow Lite without a delegate, run once on a file.
enum Lite {
    /// Each operator by the kernel that is chosen where nothing else is said.
    BUILTIN {
        @Override
        OpResolver resolver() {
            return new BuiltinOpResolverWithoutDefaultDelegates();
        }
    },

    /// The kernels that are plain loops.
    REFERENCE {
        @Override
        OpResolver resolver() {
            return ReferenceKernels.resolver();
        }
    };

    abstract OpResolver resolver();

    Contract contract() {
        return this == BUILTIN ? Contract.TFLITE : Contract.TFLITE_REFERENCE;
    }

    /// The bytes of all outputs.
    List<byte[]> run(byte[] file, List<byte[]> inputs) {
        OpResolver resolver = resolver();
        try (BytePointer bytes = new BytePointer(file);
                resolver;
                Interpreter interpreter = new Interpreter((Pointer) null)) {
            FlatBufferModel model = FlatBufferModel.BuildFromBuffer(bytes, file.length);
            try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver)) {
                require(builder.apply(interpreter, 1));
            }
            require(interpreter.AllocateTensors());
            for (int i = 0; i < inputs.size(); i++) {
                TfLiteTensor tensor = interpreter.input_tensor(i);
                if (tensor.bytes() != inputs.get(i).length) {
                    throw new IllegalArgumentException(
                            "input of " + inputs.get(i).length + " bytes, needed " + tensor.bytes());
                }
                tensor.data().raw().capacity(tensor.bytes()).put(inputs.get(i));
            }
            require(interpreter.Invoke());
            List<byte[]> outputs = new ArrayList<>();
            for (int i = 0; i < interpreter.outputs().capacity(); i++) {
                TfLiteTensor tensor = interpreter.output_tensor(i);
                ByteBuffer values = tensor.data().raw().capacity(tensor.bytes()).asByteBuffer();
                byte[] copy = new byte[values.remaining()];
                values.get(copy);
                outputs.add(copy);
            }
            return outputs;
        }
    }

    private static void require(int status) {
        if (status != 0) {
            throw new IllegalStateException("status " + status + " of TensorFlow Lite, needed 0");
        }
    }
}
