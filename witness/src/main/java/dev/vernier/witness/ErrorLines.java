package dev.vernier.witness;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.ErrorReporter;

/// What TensorFlow Lite says of errors, kept instead of printed. The library's Java side lets nobody in Java be an
/// `ErrorReporter`, so this is one in memory, as the Itanium C++ ABI lays it out: a pointer to the table of its virtual
/// functions, which are two destructors and `int Report(const char* format, va_list)`.
final class ErrorLines {
    private static final int LONGEST = 1024;
    private static final int MOST = 4;
    private static final String BUILT_IN = "\\S*/tensorflow/lite/";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Optional<MethodHandle> formatting;
    private final ErrorReporter reporter;

    /// @param arena must live as long as anything that reports
    ErrorLines(Arena arena) {
        this.formatting = formatting();
        this.reporter = formatting.isPresent() ? inMemory(arena) : null;
    }

    @SuppressWarnings("restricted")
    private ErrorReporter inMemory(Arena arena) {
        Linker linker = Linker.nativeLinker();
        MemorySegment report = linker.upcallStub(
                method("report", MethodType.methodType(int.class, MemorySegment.class, MemorySegment.class,
                        MemorySegment.class)),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS),
                arena);
        MemorySegment end = linker.upcallStub(
                method("end", MethodType.methodType(void.class, MemorySegment.class)),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS), arena);
        MemorySegment object = arena.allocate(MemoryLayout.sequenceLayout(4, ValueLayout.ADDRESS));
        object.setAtIndex(ValueLayout.ADDRESS, 0, object.asSlice(ValueLayout.ADDRESS.byteSize()));
        object.setAtIndex(ValueLayout.ADDRESS, 1, end);
        object.setAtIndex(ValueLayout.ADDRESS, 2, end);
        object.setAtIndex(ValueLayout.ADDRESS, 3, report);
        return new ErrorReporter(new Pointer(object.asByteBuffer()));
    }

    private MethodHandle method(String name, MethodType type) {
        try {
            return MethodHandles.lookup().bind(this, name, type);
        } catch (NoSuchMethodException | IllegalAccessException impossible) {
            throw new IllegalStateException(name, impossible);
        }
    }

    /// Empty on Windows, where C++ lays objects out otherwise.
    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> formatting() {
        Linker linker = Linker.nativeLinker();
        return TfliteLibrary.isOnWindows() ? Optional.empty()
                : linker.defaultLookup().find("vsnprintf").map(symbol -> linker.downcallHandle(symbol,
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS, ValueLayout.ADDRESS)));
    }

    /// As JavaCPP takes it: null where nobody can listen, so that TensorFlow Lite prints what it says.
    ErrorReporter reporter() {
        return reporter;
    }

    /// What was said since the last time, in one line without the paths of the machine that the library was built on.
    String take() {
        List<String> taken = new ArrayList<>();
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            taken.add(line.replaceAll(BUILT_IN, "").replaceAll("\\p{Cntrl}+", " ").strip());
        }
        return String.join("; ", taken);
    }

    /// Called by the library, on any thread. Nothing may be thrown there.
    private int report(MemorySegment self, MemorySegment format, MemorySegment values) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LONGEST);
            int length = (int) formatting.orElseThrow().invokeExact(text, (long) LONGEST, format, values);
            keep(length < 0 ? "an error without words" : text.getString(0));
        } catch (Throwable unspeakable) {
            keep("an error that cannot be told");
        }
        return 0;
    }

    /// As many as anybody reads.
    private void keep(String line) {
        if (lines.size() < MOST) {
            lines.add(line);
        }
    }

    /// Called in the place of the destructors: the memory goes with its arena.
    private void end(MemorySegment self) {}
}
