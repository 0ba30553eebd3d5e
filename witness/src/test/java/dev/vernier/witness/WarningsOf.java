package dev.vernier.witness;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

/// A program that opens a model in ONNX Runtime and lets it print what it warns of.
final class WarningsOf {
    private WarningsOf() {}

    public static void main(String[] arguments) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING);
            environment.createSession(arguments[0], options).close();
        }
    }
}
