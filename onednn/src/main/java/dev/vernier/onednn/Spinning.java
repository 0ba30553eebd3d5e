package dev.vernier.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// How long an OpenMP thread keeps its core while it waits for the others. GCC's runtime spins for milliseconds unless
/// told otherwise, so that with one busy core threads wait for each other as long as the scheduler's time slices are.
/// It reads the environment once, when it is loaded.
final class Spinning {
    /// Long enough to meet the next primitive awake, short beside a time slice.
    private static final String TURNS = "2000";
    private static final String NAME = "GOMP_SPINCOUNT";

    private Spinning() {}

    /// Sets a limit for the process where its environment says nothing, as `vernier` does before it starts the JVM.
    static void limit() {
        if (System.getenv(NAME) == null && System.getenv("OMP_WAIT_POLICY") == null) {
            Linker linker = Linker.nativeLinker();
            linker.defaultLookup().find("setenv").ifPresent(setenv -> set(linker, setenv));
        }
    }

    @SuppressWarnings("restricted")
    private static void set(Linker linker, MemorySegment setenv) {
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            int overwrite = 0;
            int status = (int) linker.downcallHandle(setenv, signature)
                    .invokeExact(arena.allocateFrom(NAME), arena.allocateFrom(TURNS), overwrite);
            if (status != 0) {
                throw new IllegalStateException("setenv: status " + status + ", needed 0");
            }
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("setenv", impossible);
        }
    }
}
