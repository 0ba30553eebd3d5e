package dev.vernier.model;

import dev.vernier.tensor.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is measured of a model's output.
public enum Metric {
    /// Whether the class with the largest score is the label.
    TOP1,
    /// Whether one probability (at least 0.5) or logit (at least 0) tells the label, 0 or 1.
    BINARY,
    /// The mean absolute error of a sample's numbers.
    MAE,
    /// The root of the mean squared error; a sample's value is its mean squared error, whose root is taken of all together.
    RMSE,
    /// The cosine of the angle between a sample's numbers and those they should be.
    COSINE,
    /// The share of positions whose class, the largest along the axis behind the samples', is right.
    PIXEL_ACCURACY,
    /// The mean over classes of intersection over union of the positions, of the classes that are there.
    MIOU;

    /// @param word as options have it
    /// @throws InputException where nothing is called so; the message lists what is known
    public static Metric parse(String word) {
        return Arrays.stream(values()).filter(metric -> metric.toString().equals(word)).findFirst()
                .orElseThrow(() -> new InputException("metric = " + word + ", known: "
                        + Arrays.stream(values()).map(Metric::toString).collect(Collectors.joining(", "))));
    }

    /// Whether a sample is right or wrong by it, rather than given a value.
    public boolean isOfClasses() {
        return this == TOP1 || this == BINARY;
    }

    /// Whether positions are told apart, `[n, classes, ...]`.
    public boolean isOfPositions() {
        return this == PIXEL_ACCURACY || this == MIOU;
    }

    /// Whether less is better.
    public boolean isError() {
        return this == MAE || this == RMSE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
