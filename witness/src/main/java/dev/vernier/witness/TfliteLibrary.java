package dev.vernier.witness;

import dev.vernier.file.TemporaryPath;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorflowlite.ErrorReporter;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.OpResolver;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/// TensorFlow Lite's library, loaded such that it prints nothing and leaves nothing behind: from a folder that is deleted at
/// once, which a system allows that keeps loaded files until they are closed. Elsewhere JavaCPP unpacks it into its cache.
final class TfliteLibrary {
    private static final String NAME = "jnitensorflowlite";
    private static final int SILENT = 3;

    /// `tflite::LoggerOptions::SetMinimumLogSeverity(LogSeverity)`.
    private static final String SEVERITY = "_ZN6tflite13LoggerOptions21SetMinimumLogSeverityENS_11LogSeverityE";

    /// `tflite::Verify(const void*, size_t, const OpResolver&, ErrorReporter*)`.
    private static final String VERIFY = "_ZN6tflite6VerifyEPKvmRKNS_10OpResolverEPNS_13ErrorReporterE";

    private final Optional<MethodHandle> verify;

    private TfliteLibrary(Optional<MethodHandle> verify) {
        this.verify = verify;
    }

    /// Loaded once in a process.
    private static final class Loaded {
        static final TfliteLibrary LIBRARY = load();
    }

    /// @throws LinkageError where it does not load here
    static TfliteLibrary here() {
        return Loaded.LIBRARY;
    }

    /// Such as `2.20.0`.
    String version() {
        return tensorflowlite.TfLiteVersion().getString();
    }

    /// Whether a model's subgraphs, operators, tensors and buffers fit together: every index is in range, every buffer as long
    /// as its tensor's shape says, every operator known. Where the library shows no such check it is true, and the
    /// interpreter's own checks remain.
    ///
    /// @param reporter hears what does not fit
    boolean verifies(MemorySegment model, OpResolver resolver, ErrorReporter reporter) {
        if (verify.isEmpty() || reporter == null) {
            return true;
        }
        try {
            return (boolean) verify.get().invokeExact(model, model.byteSize(),
                    MemorySegment.ofAddress(resolver.address()), MemorySegment.ofAddress(reporter.address()));
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException(VERIFY, impossible);
        }
    }

    private static TfliteLibrary load() {
        String file = System.mapLibraryName(NAME);
        URL library = Interpreter.class.getResource(Loader.getPlatform() + "/" + file);
        if (library == null || isOnWindows()) {
            Loader.load(tensorflowlite.class);
            return new TfliteLibrary(Optional.empty());
        }
        try (TemporaryPath folder = TemporaryPath.folder(); InputStream stream = library.openStream()) {
            Path unpacked = folder.path().resolve(file);
            Files.copy(stream, unpacked);
            Properties here = new Properties();
            here.putAll(Loader.loadProperties());
            here.setProperty("platform.library", NAME);
            here.setProperty("platform.linkpath", folder.path().toString());
            Loader.load(TfliteLibrary.class, here, true);
            return found(unpacked);
        } catch (IOException noRoom) {
            throw new InputException(
                    "folder for temporary files: cannot be written to (" + noRoom.getMessage() + ")", noRoom);
        }
    }

    /// Where a loaded library cannot be deleted, and C++ names and lays out things in another way.
    static boolean isOnWindows() {
        return Loader.getPlatform().startsWith("windows");
    }

    @SuppressWarnings("restricted")
    private static TfliteLibrary found(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        Linker linker = Linker.nativeLinker();
        symbols.find(SEVERITY).map(symbol -> linker.downcallHandle(symbol,
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))).ifPresent(TfliteLibrary::silence);
        return new TfliteLibrary(symbols.find(VERIFY).map(symbol -> linker.downcallHandle(symbol,
                FunctionDescriptor.of(ValueLayout.JAVA_BOOLEAN, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS, ValueLayout.ADDRESS))));
    }

    private static void silence(MethodHandle severity) {
        try {
            int before = (int) severity.invokeExact(SILENT);
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new IllegalStateException(SEVERITY, impossible);
        }
    }
}
