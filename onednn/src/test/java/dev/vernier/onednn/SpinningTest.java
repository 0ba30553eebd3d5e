package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class SpinningTest {
    @Test
    void isLimitedForTheLibraryWhereTheEnvironmentSaysNothing() throws Throwable {
        assumeTrue(System.getenv("GOMP_SPINCOUNT") == null && System.getenv("OMP_WAIT_POLICY") == null,
                "the environment says how long to spin");
        OneDnnEngine.requireLibrary();
        assertEquals("2000", variable("GOMP_SPINCOUNT"));
    }

    /// As C sees it; Java keeps the environment that it was started with.
    @SuppressWarnings("restricted")
    private static String variable(String name) throws Throwable {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) linker
                    .downcallHandle(linker.defaultLookup().findOrThrow("getenv"),
                            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS))
                    .invokeExact(arena.allocateFrom(name));
            return value.equals(MemorySegment.NULL) ? "" : value.reinterpret(64).getString(0);
        }
    }
}
