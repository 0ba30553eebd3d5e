package dev.vernier.witness;

import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.bytedeco.tensorflowlite.OpResolver;

/// TensorFlow Lite with one of its two sets of kernels on CPUs. They do not give the same codes: XNNPACK rounds otherwise.
public enum TfliteKernels {
    /// Its own, one operator after the other: the arithmetic that its specification describes.
    BUILTIN("tflite"),
    /// XNNPACK for all operators that it knows, which is what TensorFlow Lite takes by itself, and its own for the others.
    XNNPACK("tflite-xnnpack");

    private final String id;

    TfliteKernels(String id) {
        this.id = id;
    }

    /// Finds the kernels of a file's operators. Its library is loaded by then.
    OpResolver resolver() {
        return switch (this) {
            case BUILTIN -> new BuiltinOpResolverWithoutDefaultDelegates();
            case XNNPACK -> new BuiltinOpResolver();
        };
    }

    /// What engines, rungs and options call it.
    @Override
    public String toString() {
        return id;
    }
}
