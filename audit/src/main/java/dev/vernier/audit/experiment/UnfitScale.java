package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.data.Dataset;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Locale;
import java.util.Optional;

/// Samples whose values do not fit the scale that they are multiplied by: bytes are divided by 255, and what is divided
/// already is not divided again.
final class UnfitScale {
    private static final int SEEN = 64;

    /// A scale such as 1/255 or 1/127.5 is for bytes.
    private static final double OF_BYTES = 1.0 / 100;

    /// What has been divided by 255 or 127.5, or normalized, does not go beyond this.
    private static final double SCALED = 4;

    private UnfitScale() {}

    static Optional<Finding> examine(Experiment experiment) {
        double scale = experiment.samples().preprocess().scale();
        Dataset samples = experiment.samples().dataset();
        if (scale > OF_BYTES || samples.sample(0).image().dtype() != DType.F32) {
            return Optional.empty();
        }
        double largest = 0;
        for (int sample = 0; sample < Math.min(SEEN, samples.size()); sample++) {
            Tensor image = samples.sample(sample).image();
            for (int i = 0; i < image.size(); i++) {
                largest = Math.max(largest, Math.abs(image.floatAt(i)));
            }
        }
        return largest > SCALED || largest == 0 ? Optional.empty() : Optional.of(finding(experiment, largest));
    }

    private static Finding finding(Experiment experiment, double largest) {
        return new Finding(FindingId.PREPROCESSING_MISMATCH, Finding.Severity.WARNING, Optional.empty(),
                String.format(Locale.ROOT,
                        "samples hold real numbers up to %.4g, which the preprocessing %s scales as if they were bytes",
                        largest,
                        experiment.samples().preprocess()),
                String.format(Locale.ROOT, "largest magnitude = %.6g of the first %s", largest,
                        new Counted(Math.min(SEEN, experiment.samples().dataset().size()), "sample")),
                Optional.empty(), Optional.of("leave the scale out: --preprocess scale=1,mean=..,std=.."))
                .withNumbers(Numbers.of("largest", largest));
    }
}
