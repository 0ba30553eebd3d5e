package dev.vernier.run;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A variable of this process's environment, as native libraries read it when they are loaded (POSIX `setenv`). Java's own
/// view, [System#getenv()], stays what it was.
///
/// @param name without `=`
public record ProcessVariable(String name, String value) {
    /// Gives the variable its value, whatever it was. Does nothing where the system has no `setenv`.
    ///
    /// @throws IllegalStateException where the system refuses
    public void set() {
        set(1);
    }

    /// The same where it has none.
    ///
    /// @throws IllegalStateException where the system refuses
    public void setIfAbsent() {
        set(0);
    }

    private void set(int overwrite) {
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("setenv").ifPresent(setenv -> set(linker, setenv, overwrite));
    }

    @SuppressWarnings("restricted")
    private void set(Linker linker, MemorySegment setenv, int overwrite) {
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        int status;
        try (Arena arena = Arena.ofConfined()) {
            status = (int) linker.downcallHandle(setenv, signature)
                    .invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), overwrite);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("setenv", impossible);
        }
        if (status != 0) {
            throw new IllegalStateException("setenv " + name + ": status " + status + ", needed 0");
        }
    }
}
