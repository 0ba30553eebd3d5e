package dev.vernier.judge;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// ONNX Runtime's libraries for Linux carry, from 1.29 on, a client that reports to their maker. It starts before an
/// environment can be told not to, unless a variable of the process's environment says so.
final class Telemetry {
    private static final String NAME = "ORT_DISABLE_TELEMETRY";

    private Telemetry() {}

    /// Must come before the library is loaded. Where the system has no `setenv` it has no such client either.
    static void disable() {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setenv").ifPresent(setenv -> set(linker, setenv));
    }

    @SuppressWarnings("restricted")
    private static void set(Linker linker, MemorySegment setenv) {
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            int overwrite = 1;
            int status = (int) linker.downcallHandle(setenv, signature)
                    .invokeExact(arena.allocateFrom(NAME), arena.allocateFrom("1"), overwrite);
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
