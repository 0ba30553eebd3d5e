package dev.vernier.onednn;

import dev.vernier.pairs.Team;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/// The OpenMP runtime that oneDNN was built with.
final class OpenMp {
    @SuppressWarnings("restricted")
    private static final MethodHandle SET_NUM_THREADS = Linker.nativeLinker().downcallHandle(
            symbol("omp_set_num_threads"), FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));

    @SuppressWarnings("restricted")
    private static final MethodHandle PARALLEL = Linker.nativeLinker().downcallHandle(symbol("GOMP_parallel"),
            FunctionDescriptor.ofVoid(
                    ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private OpenMp() {}

    /// So many threads that may run a function together.
    static Team team(int size) {
        return size == 1 ? Team.ALONE : new Threads(size, symbol("omp_get_thread_num").address());
    }

    private record Threads(int size, long threadNumber) implements Team {
        @Override
        public void run(long function, long argument) {
            int flags = 0;
            try {
                PARALLEL.invokeExact(function, argument, size, flags);
            } catch (Throwable impossible) {
                throw new IllegalStateException("GOMP_parallel", impossible);
            }
        }
    }

    /// Spreads what the calling thread runs and creates over so many threads, itself among them. OpenMP keeps this number
    /// per calling thread; a primitive must run with the number that it was created with.
    static void useThreads(int count) {
        try {
            SET_NUM_THREADS.invokeExact(count);
        } catch (Throwable impossible) {
            throw new IllegalStateException("omp_set_num_threads", impossible);
        }
    }

    private static MemorySegment symbol(String name) {
        Pointer address = Loader.addressof(name);
        if (address == null || address.isNull()) {
            throw new IllegalStateException("oneDNN library: no symbol " + name + ", needed its OpenMP build");
        }
        return MemorySegment.ofAddress(address.address());
    }
}
