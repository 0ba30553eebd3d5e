package dev.vernier.report;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/// What tables call the share of samples that a classifier has right, in percent.
final class AccuracyTitle {
    private AccuracyTitle() {}

    /// `top-1 %`, or `accuracy %` where the labels tell two classes apart, of which the best one is nothing special.
    static String of(IntStream labels) {
        OptionalInt largest = labels.max();
        return largest.isPresent() && largest.getAsInt() < 2 ? "accuracy %" : "top-1 %";
    }
}
