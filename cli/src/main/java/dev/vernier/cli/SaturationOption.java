package dev.vernier.cli;

import dev.vernier.convert.Data;
import picocli.CommandLine.Option;

/// Whether a model also runs as on a CPU without VNNI.
final class SaturationOption {
    private static final int SAMPLES = 500;

    @Option(names = "--emulate-saturation", description = "Also run what oneDNN and ONNX Runtime would make of the model without VNNI, and with reduce_range. Slow: without --limit "
            + "everything runs on the first " + SAMPLES + " samples only.")
    private boolean isEmulated;

    boolean isEmulated() {
        return isEmulated;
    }

    /// Few enough samples for the reference interpreter, unless the user said how many.
    Data bounded(Data data) {
        return isEmulated ? data.orFirst(SAMPLES) : data;
    }
}
