package dev.vernier.cli;

import picocli.CommandLine.Option;

/// Whether the file also runs in ONNX Runtime with exact sums.
final class ExactWitnessOption {
    @Option(names = "--exact-witness", description = "Climb the rung onnxruntime-exact, too: the file in ONNX Runtime with sums that never saturate (session option "
            + "session.x64quantprecision = 1). Without being asked where those that it takes by itself do on this CPU.")
    private boolean isAsked;

    boolean isAsked() {
        return isAsked;
    }
}
