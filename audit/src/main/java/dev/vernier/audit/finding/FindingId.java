package dev.vernier.audit.finding;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Everything that an audit can find. Reports and JSON carry the name in small letters with hyphens; what it is, how it is
/// found, what proves it and what to do stands in a text of the same name.
public enum FindingId {
    UNCALIBRATED,
    NOT_SETTLED,
    CALIBRATION_AUGMENTED,
    CALIBRATION_MISMATCH,
    CALIBRATED_ON_TEST,
    CLIPPING,
    WASTED_RANGE,
    OUTLIER_CHANNEL,
    PER_TENSOR_SPREAD,
    ZERO_POINT_SHIFT,
    SCALE_PERMUTED,
    MISSING_BIAS,
    BIAS_OVERFLOW,
    BATCH_NORM_MISMATCH,
    MISSING_ACTIVATION,
    WEIGHTS_DIFFER,
    BIASES_DIFFER,
    CHANNELS_ZEROED,
    ACCUMULATOR_SATURATION,
    ROUNDING_CONTRACT,
    SCALES_MOVED,
    DOUBLE_QUANTIZED,
    EXPORT_MISMATCH,
    ENGINE_FAULT,
    PREPROCESSING_MISMATCH,
    LABEL_MAPPING,
    BATCH_DEPENDENT,
    NEAR_CHANCE,
    CONSTANT_OUTPUT,
    OTHER_ARCHITECTURE,
    NOT_AS_TOLD,
    DIFFERENT_SAMPLES,
    DIFFERENT_ORDER,
    IMPOSSIBLE_ACCURACY,
    ELEMENTWISE_ACCURACY,
    SELECTED_ON_TEST,
    NO_LABELS,
    NOT_SIGNIFICANT,
    UNDERPOWERED,
    ACCURACY_LOSS,
    ACCURACY_GAIN,
    NOT_FUSED;

    /// @param id as [#toString] gives it
    /// @throws InputException where nothing is called so; the message lists what is known
    public static FindingId parse(String id) {
        return Arrays.stream(values()).filter(known -> known.toString().equals(id)).findFirst()
                .orElseThrow(() -> new InputException(id + ", known: "
                        + Arrays.stream(values()).map(FindingId::toString).collect(Collectors.joining(", "))));
    }

    /// Whether its sentence is a verdict's, so that whoever shows the verdicts need not say it again.
    public boolean isVerdict() {
        return this == NO_LABELS || this == ACCURACY_LOSS || this == ACCURACY_GAIN || this == NOT_SIGNIFICANT;
    }

    /// The theory of it, line by line.
    public List<String> explanation() {
        String name = "explain/" + this + ".txt";
        try (InputStream text = FindingId.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException(name + ": not among audit's resources");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Such as `preprocessing-mismatch`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
