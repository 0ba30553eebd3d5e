package dev.vernier.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Memory straight from the system, which has it back as soon as its arena is closed. The C library keeps what is freed,
/// up to 64 MB for each thread that asked, and so would let closed sessions hold memory.
final class Pages {
    private static final int READ_AND_WRITE = 3;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;
    private static final int NO_FILE = -1;

    private static final MethodHandle MAP = function("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    private static final MethodHandle UNMAP = function("munmap",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    private Pages() {}

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
    }

    /// Whether this platform's constants are those of Linux.
    static boolean areKnown() {
        return System.getProperty("os.name").equals("Linux");
    }

    /// Zeroed memory, at the beginning of a page, that lives as long as the arena.
    ///
    /// @throws OutOfMemoryError where the system has none
    @SuppressWarnings("restricted")
    static MemorySegment map(long bytes, Arena arena) {
        long address;
        try {
            address = (long) MAP.invokeExact(0L, bytes, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, NO_FILE, 0L);
        } catch (Throwable impossible) {
            throw new IllegalStateException("mmap", impossible);
        }
        if (address == -1) {
            throw new OutOfMemoryError("mmap of " + bytes + " bytes");
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, Pages::unmap);
    }

    private static void unmap(MemorySegment pages) {
        int status;
        try {
            status = (int) UNMAP.invokeExact(pages.address(), pages.byteSize());
        } catch (Throwable impossible) {
            throw new IllegalStateException("munmap", impossible);
        }
        if (status != 0) {
            throw new IllegalStateException("munmap: status " + status + ", needed 0");
        }
    }
}
