package dev.vernier.onednn;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The C library's memory. glibc keeps what is freed, up to tens of megabytes, for whoever asks next.
final class Malloc {
    @SuppressWarnings("restricted")
    private static final Optional<MethodHandle> TRIM = Linker.nativeLinker().defaultLookup().find("malloc_trim")
            .map(symbol -> Linker.nativeLinker().downcallHandle(
                    symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));

    private Malloc() {}

    /// Has it give freed memory back to the system, where it knows how. Takes a millisecond or so.
    static void trim() {
        if (TRIM.isPresent()) {
            try {
                int _ = (int) TRIM.get().invokeExact(0L);
            } catch (Throwable impossible) {
                throw new IllegalStateException("malloc_trim", impossible);
            }
        }
    }
}
