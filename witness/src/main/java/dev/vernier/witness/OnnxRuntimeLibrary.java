package dev.vernier.witness;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import dev.vernier.file.TemporaryPath;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Loads ONNX Runtime's library such that it calls nobody and leaves nothing behind. Its own Java side unpacks the
/// library into a folder that outlives the process; here it is loaded from a folder that is deleted at once, which a
/// system allows that keeps loaded files until they are closed.
final class OnnxRuntimeLibrary {
    /// Where ONNX Runtime looks for its libraries instead of unpacking them.
    private static final String FOLDER = "onnxruntime.native.path";

    private OnnxRuntimeLibrary() {}

    /// Loaded once in a process.
    private static final class Loaded {
        static final OrtEnvironment ENVIRONMENT = load();
    }

    /// @throws LinkageError where it does not load here
    static OrtEnvironment environment() {
        return Loaded.ENVIRONMENT;
    }

    private static OrtEnvironment load() {
        Telemetry.disable();
        Map<String, URL> libraries = libraries();
        if (System.getProperty(FOLDER) != null || libraries.isEmpty()) {
            return silent();
        }
        try (TemporaryPath folder = TemporaryPath.folder()) {
            for (Map.Entry<String, URL> library : libraries.entrySet()) {
                try (InputStream stream = library.getValue().openStream()) {
                    Files.copy(stream, folder.path().resolve(library.getKey()));
                }
            }
            System.setProperty(FOLDER, folder.path().toString());
            return silent();
        } catch (IOException noRoom) {
            throw new InputException(
                    "folder for temporary files: cannot be written to (" + noRoom.getMessage() + ")", noRoom);
        } finally {
            System.clearProperty(FOLDER);
        }
    }

    private static OrtEnvironment silent() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        try {
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException refused) {
            throw new IllegalStateException("onnxruntime's telemetry: " + refused.getMessage(), refused);
        }
    }

    /// Those of this system, by the names of their files; none where a file cannot be deleted while it is loaded, or
    /// where ONNX Runtime's jar has none.
    private static Map<String, URL> libraries() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String family = system.contains("linux") ? "linux" : system.contains("mac") ? "osx" : "";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x64";
        Map<String, URL> found = new LinkedHashMap<>();
        for (String name : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
            String file = System.mapLibraryName(name);
            URL library = OrtEnvironment.class
                    .getResource("/ai/onnxruntime/native/" + family + "-" + processor + "/" + file);
            if (library == null) {
                return Map.of();
            }
            found.put(file, library);
        }
        return found;
    }
}
