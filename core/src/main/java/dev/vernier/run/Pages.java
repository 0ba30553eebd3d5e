package dev.vernier.run;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Memory straight from the system, which has it back as soon as its arena is closed. The C library keeps what is freed,
/// up to 64 MB for each thread that asked, and so would let closed sessions hold memory.
public final class Pages {
    private static final int READ_AND_WRITE = 3;
    private static final int READ_AND_EXECUTE = 5;
    private static final int PRIVATE_AND_ANONYMOUS = 0x22;
    private static final int NO_FILE = -1;

    private Pages() {}

    /// Looked up where they are used alone: other systems have none of them.
    private static final class Functions {
        static final MethodHandle MAP = function("mmap", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        static final MethodHandle UNMAP = function("munmap",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

        static final MethodHandle PROTECT = function("mprotect", FunctionDescriptor.of(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

        @SuppressWarnings("restricted")
        private static MethodHandle function(String name, FunctionDescriptor signature) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature);
        }
    }

    /// Whether this platform's constants are those of Linux.
    public static boolean areKnown() {
        return System.getProperty("os.name").equals("Linux");
    }

    /// Zeroed memory, at the beginning of a page, that lives as long as the arena.
    ///
    /// @throws OutOfMemoryError where the system has none
    @SuppressWarnings("restricted")
    public static MemorySegment map(long bytes, Arena arena) {
        long address;
        try {
            address = (long) Functions.MAP.invokeExact(0L, bytes, READ_AND_WRITE, PRIVATE_AND_ANONYMOUS, NO_FILE, 0L);
        } catch (Throwable impossible) {
            throw new IllegalStateException("mmap", impossible);
        }
        if (address == -1) {
            throw new OutOfMemoryError("mmap of " + bytes + " bytes");
        }
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, Pages::unmap);
    }

    /// Lets what was written into mapped pages be executed, and no longer be written.
    ///
    /// @param pages what [#map] gave
    /// @return whether the system allows it
    public static boolean makeExecutable(MemorySegment pages) {
        int status;
        try {
            status = (int) Functions.PROTECT.invokeExact(pages.address(), pages.byteSize(), READ_AND_EXECUTE);
        } catch (Throwable impossible) {
            throw new IllegalStateException("mprotect", impossible);
        }
        return status == 0;
    }

    private static void unmap(MemorySegment pages) {
        int status;
        try {
            status = (int) Functions.UNMAP.invokeExact(pages.address(), pages.byteSize());
        } catch (Throwable impossible) {
            throw new IllegalStateException("munmap", impossible);
        }
        if (status != 0) {
            throw new IllegalStateException("munmap: status " + status + ", needed 0");
        }
    }
}
