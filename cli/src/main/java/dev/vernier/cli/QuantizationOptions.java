package dev.vernier.cli;

import dev.vernier.cli.job.Recipe;
import dev.vernier.data.DataSpec;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.RangeRule;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How a float model becomes int8.
final class QuantizationOptions {
    @Option(names = "--calibration-data", paramLabel = "SPEC", description = "The samples that ranges are taken from; default: the train split of the data, or else its first N "
            + "samples, which are then left out of the evaluation.")
    private DataSpec calibrationData;

    @Option(names = "--calibrate", paramLabel = "N", description = "Calibrate on the first N samples; default 1024.")
    private Integer calibrate = 1024;

    @Option(names = "--qconfig", paramLabel = "NAME", description = "How numbers become codes: x86 (default), fbgemm, qnnpack, onednn or tflite.")
    private QConfig qconfig = QConfig.X86;

    @Option(names = "--range", paramLabel = "RULE", description = "How ranges follow from what was seen: minmax, percentile:99.99, mse or entropy; default: the qconfig's "
            + "own rule.")
    private RangeRule range;

    @Option(names = "--reduce-range", description = "Spread activations over half the codes, for CPUs without VNNI whose sums saturate.")
    private boolean reduceRange;

    Optional<DataSpec> calibrationData() {
        return Optional.ofNullable(calibrationData);
    }

    Recipe recipe() {
        return Recipe.of(qconfig, Optional.ofNullable(range), reduceRange, calibrate);
    }
}
