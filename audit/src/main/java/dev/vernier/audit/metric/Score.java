package dev.vernier.audit.metric;

import dev.vernier.model.Metric;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// The value that a metric gives to one sample, from the numbers of an output and those they should be.
///
/// @param metric none of classes
/// @param channels the size of the axis that holds the classes of positions; 1 where no position is told apart
record Score(Metric metric, int channels) {
    /// @param given `[channels, ...]`, the numbers of one sample in row-major order
    /// @param expected as many; of positions also one class for each
    /// @throws IllegalArgumentException where the counts do not fit together
    double of(double[] given, double[] expected) {
        boolean areClasses = metric.isOfPositions() && expected.length * channels == given.length && channels > 1;
        if (expected.length != given.length && !areClasses) {
            throw new IllegalArgumentException("target of " + expected.length + " numbers, needed " + given.length
                    + (metric.isOfPositions() ? " or " + given.length / channels + " classes" : ""));
        }
        return switch (metric) {
            case MAE -> mean(i -> Math.abs(given[i] - expected[i]), given.length);
            case RMSE -> mean(i -> (given[i] - expected[i]) * (given[i] - expected[i]), given.length);
            case COSINE -> cosine(given, expected);
            case PIXEL_ACCURACY -> accuracy(classes(given), areClasses ? whole(expected) : classes(expected));
            case MIOU -> overlap(classes(given), areClasses ? whole(expected) : classes(expected));
            case TOP1, BINARY -> throw new IllegalArgumentException("metric = " + metric + ", needed one of numbers");
        };
    }

    /// What the mean of values over samples is called by: the root of a mean squared error.
    double shown(double mean) {
        return metric == Metric.RMSE ? Math.sqrt(Math.max(0, mean)) : mean;
    }

    private static double mean(IntToDoubleFunction value, int count) {
        return IntStream.range(0, count).mapToDouble(value).sum() / count;
    }

    /// 1 of two that are both 0, and 0 where one is.
    private static double cosine(double[] given, double[] expected) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < given.length; i++) {
            product += given[i] * expected[i];
            first += given[i] * given[i];
            second += expected[i] * expected[i];
        }
        if (first == 0 || second == 0) {
            return first == second ? 1 : 0;
        }
        return Math.clamp(product / Math.sqrt(first) / Math.sqrt(second), -1, 1);
    }

    private int[] classes(double[] scores) {
        int positions = scores.length / channels;
        int[] classes = new int[positions];
        for (int position = 0; position < positions; position++) {
            for (int c = 1; c < channels; c++) {
                if (scores[c * positions + position] > scores[classes[position] * positions + position]) {
                    classes[position] = c;
                }
            }
        }
        return classes;
    }

    private static int[] whole(double[] classes) {
        return Arrays.stream(classes).mapToInt(value -> (int) value).toArray();
    }

    private static double accuracy(int[] given, int[] expected) {
        return mean(i -> given[i] == expected[i] ? 1 : 0, given.length);
    }

    /// Of the classes that either has.
    private double overlap(int[] given, int[] expected) {
        int[] intersection = new int[channels];
        int[] union = new int[channels];
        for (int i = 0; i < given.length; i++) {
            if (given[i] == expected[i]) {
                intersection[given[i]]++;
                union[given[i]]++;
            } else {
                union[given[i]]++;
                if (expected[i] >= 0 && expected[i] < channels) {
                    union[expected[i]]++;
                }
            }
        }
        return IntStream.range(0, channels).filter(c -> union[c] > 0)
                .mapToDouble(c -> (double) intersection[c] / union[c]).average().orElse(1);
    }
}
