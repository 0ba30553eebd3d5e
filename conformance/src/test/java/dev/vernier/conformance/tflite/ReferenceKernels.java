package dev.vernier.conformance.tflite;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorflowlite.OpResolver;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/// TensorFlow Lite's `BuiltinRefOpResolver`, which its Java side does not show: made by its constructor, called as the
/// library exports it. It is never freed.
final class ReferenceKernels {
    private static final String CONSTRUCTOR = "_ZN6tflite3ops7builtin20BuiltinRefOpResolverC1Ev";
    private static final int ROOM = 1 << 14;

    private ReferenceKernels() {}

    @SuppressWarnings("restricted")
    static OpResolver resolver() {
        Loader.load(tensorflowlite.class);
        MemorySegment constructor = MemorySegment.ofAddress(Loader.addressof(CONSTRUCTOR).address());
        MemorySegment room = Arena.global().allocate(ROOM, Long.BYTES * 2);
        try {
            Linker.nativeLinker().downcallHandle(constructor, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS))
                    .invokeExact(room);
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
        return new OpResolver(new BytePointer(room.asByteBuffer()));
    }
}
