package dev.vernier.witness;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.TfLiteVerifier;

/// A file in memory that TensorFlow Lite has verified: as a flatbuffer first, so that no offset leads out of it, then its
/// subgraphs, operators, tensors and buffers ([TfliteLibrary#verifies]). Interpreters are made of it, and must be closed
/// before it is.
final class TfliteModel implements AutoCloseable {
    private static final byte[] IDENTIFIER = "TFL3".getBytes(StandardCharsets.US_ASCII);
    private static final int IDENTIFIER_AT = 4;
    private static final int ALIGNMENT = 64;
    private static final int BLOCK = 1 << 20;

    private final String file;
    private final TfliteKernels kernels;
    private final Arena arena;
    private final ErrorLines errors;
    private final FlatBufferModel model;

    private TfliteModel(String file, TfliteKernels kernels, Arena arena, ErrorLines errors, FlatBufferModel model) {
        this.file = file;
        this.kernels = kernels;
        this.arena = arena;
        this.errors = errors;
        this.model = model;
    }

    /// @throws InputException where the file cannot be read
    /// @throws IllegalArgumentException where TensorFlow Lite does not take it
    /// @throws LinkageError where its library does not load here
    static TfliteModel read(Path file, TfliteKernels kernels) {
        TfliteLibrary library = TfliteLibrary.here();
        Arena arena = Arena.ofShared();
        try {
            MemorySegment bytes = bytes(file, kernels, arena);
            ErrorLines errors = new ErrorLines(arena);
            FlatBufferModel model = FlatBufferModel.VerifyAndBuildFromBuffer(
                    new BytePointer(new Pointer(bytes.asByteBuffer())), bytes.byteSize(), (TfLiteVerifier) null,
                    errors.reporter());
            TfliteModel read = new TfliteModel(file.toString(), kernels, arena, errors, model);
            if (model == null || model.isNull()) {
                throw read.refusal();
            }
            try (var resolver = kernels.resolver()) {
                if (!library.verifies(bytes, resolver, errors.reporter())) {
                    throw read.refusal();
                }
            }
            return read;
        } catch (RuntimeException | Error failed) {
            arena.close();
            throw failed;
        }
    }

    private static MemorySegment bytes(Path file, TfliteKernels kernels, Arena arena) {
        try (InputStream stream = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size > Integer.MAX_VALUE) {
                throw new InputException(file + ": " + size + " bytes, needed at most " + Integer.MAX_VALUE);
            }
            byte[] head = stream.readNBytes(IDENTIFIER_AT + IDENTIFIER.length);
            if (!isIdentified(head)) {
                throw new IllegalArgumentException(
                        kernels + " does not take the file: no model of TensorFlow Lite, needed a .tflite file");
            }
            MemorySegment bytes = arena.allocate(size, ALIGNMENT);
            long at = 0;
            for (byte[] block = head; block.length > 0; block = stream.readNBytes(BLOCK)) {
                if (at + block.length > size) {
                    throw new InputException(file + ": grows while it is read, needed a file that is whole");
                }
                MemorySegment.copy(block, 0, bytes, ValueLayout.JAVA_BYTE, at, block.length);
                at += block.length;
            }
            return bytes.asSlice(0, at);
        } catch (IOException unreadable) {
            throw new InputException(file + ": cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
    }

    private static boolean isIdentified(byte[] head) {
        return head.length == IDENTIFIER_AT + IDENTIFIER.length
                && new String(head, IDENTIFIER_AT, IDENTIFIER.length, StandardCharsets.US_ASCII)
                        .equals(new String(IDENTIFIER, StandardCharsets.US_ASCII));
    }

    /// @param threads that work on one run, at least 1
    /// @param keepsAll whether every tensor can be read after a run, not only the outputs
    /// @throws IllegalArgumentException where it cannot be made
    TfliteInterpreter interpreter(TfliteKernels others, int threads, boolean keepsAll) {
        return new TfliteInterpreter(this, others, threads, keepsAll);
    }

    FlatBufferModel flatBuffer() {
        return model;
    }

    TfliteKernels kernels() {
        return kernels;
    }

    /// What is wrong, in TensorFlow Lite's own words.
    IllegalArgumentException refusal() {
        String said = errors.take();
        return new IllegalArgumentException(
                kernels + " does not take the file: " + (said.isEmpty() ? "it does not say why" : said));
    }

    @Override
    public void close() {
        model.close();
        arena.close();
    }

    @Override
    public String toString() {
        return file;
    }
}
