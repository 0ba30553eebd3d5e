package dev.vernier.witness;

import dev.vernier.run.ProcessVariable;

/// ONNX Runtime's libraries for Linux carry, from 1.29 on, a client that reports to their maker. It starts before an
/// environment can be told not to, unless a variable of the process's environment says so.
final class Telemetry {
    private static final ProcessVariable OFF = new ProcessVariable("ORT_DISABLE_TELEMETRY", "1");

    private Telemetry() {}

    /// Must come before the library is loaded. Where the system has no `setenv` it has no such client either.
    static void disable() {
        OFF.set();
    }
}
