package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import dev.vernier.run.Pages;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/// oneDNN's CPU engine, a stream on it, and the owner of native objects and bytes. Closing it releases them all, latest
/// first.
final class Dnnl implements AutoCloseable {
    /// A page: what oneDNN recommends for large buffers, and enough for every vector load.
    private static final long ALIGNMENT = 4096;
    private static final long SMALL = 1 << 14;
    private static final long LARGE = 1 << 16;
    private static final long CACHE_LINE = 64;

    private final Arena arena = Arena.ofShared();
    private final Deque<Runnable> releases = new ArrayDeque<>();
    private final dnnl_engine engine;
    private final dnnl_stream stream = new dnnl_stream();

    Dnnl() {
        this(new dnnl_engine());
        check("engine", dnnl_engine_create(engine, dnnl_cpu, 0));
        own(() -> dnnl_engine_destroy(engine));
        createStream();
    }

    private Dnnl(dnnl_engine engine) {
        this.engine = engine;
    }

    /// Another owner on the same engine, with a stream of its own. It must be closed before this.
    Dnnl beside() {
        Dnnl other = new Dnnl(engine);
        other.createStream();
        return other;
    }

    private void createStream() {
        check("stream", dnnl_stream_create(stream, engine, dnnl_stream_default_flags));
        own(() -> dnnl_stream_destroy(stream));
    }

    dnnl_engine engine() {
        return engine;
    }

    dnnl_stream stream() {
        return stream;
    }

    /// Has something released when this is closed.
    void own(Runnable release) {
        releases.push(release);
    }

    /// What lives as long as this.
    Arena arena() {
        return arena;
    }

    /// Zeroed memory that lives as long as this.
    MemorySegment allocate(long bytes) {
        return bytes >= LARGE && Pages.areKnown()
                ? Pages.map(bytes, arena)
                : arena.allocate(Math.max(bytes, 1), bytes < SMALL ? CACHE_LINE : ALIGNMENT);
    }

    /// @throws IllegalStateException where oneDNN reports a failure
    static void check(String what, int status) {
        if (status != dnnl_success) {
            throw new IllegalStateException("oneDNN " + what + ": status " + word(status) + ", needed success");
        }
    }

    private static String word(int status) {
        return switch (status) {
            case 1 -> "out of memory";
            case 2 -> "invalid arguments";
            case 3 -> "unimplemented";
            case 5 -> "runtime error";
            default -> Integer.toString(status);
        };
    }

    /// A pointer to memory that an arena owns.
    static Pointer pointer(MemorySegment segment) {
        return new Address(segment.address());
    }

    @Override
    public void close() {
        while (!releases.isEmpty()) {
            releases.pop().run();
        }
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }
}
