package dev.vernier.file;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A file or a folder that is gone when this is closed, or when the JVM ends before that, as on Ctrl-C.
public final class TemporaryPath implements AutoCloseable {
    /// How long an end of the JVM waits for a file that is being written.
    private static final int SECONDS_TO_FINISH = 2;

    private final Path path;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    private TemporaryPath(Path path, boolean isSoonFinished) {
        this.path = path;
        this.hook = Thread.ofPlatform().name("vernier-temporary").unstarted(() -> {
            if (isSoonFinished) {
                await();
            }
            delete();
        });
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // what is saved while the JVM ends is closed by whoever saves it
        }
    }

    /// A new folder among the temporary ones.
    ///
    /// @throws InputException where there is no room for one
    public static TemporaryPath folder() {
        try {
            return new TemporaryPath(Files.createTempDirectory("vernier-"), false);
        } catch (IOException noRoom) {
            throw new InputException(
                    "folder for temporary files: cannot be written to (" + noRoom.getMessage() + ")", noRoom);
        }
    }

    /// A name in the same folder for what becomes a file when it is finished. An end of the JVM waits for that.
    public static TemporaryPath beside(Path file) {
        return new TemporaryPath(
                file.toAbsolutePath().resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp"),
                true);
    }

    public Path path() {
        return path;
    }

    /// Moves what is there into place, over what stood there.
    public void moveTo(Path file) throws IOException {
        Files.move(path, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void await() {
        try {
            closed.await(SECONDS_TO_FINISH, TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    /// What cannot be deleted stays behind.
    private void delete() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException stays) {
            // the failure that led here is the one to report
        }
    }

    @Override
    public void close() {
        delete();
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // the hook runs now, and finds nothing to delete
        }
    }
}
