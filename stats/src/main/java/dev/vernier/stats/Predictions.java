package dev.vernier.stats;

import java.util.Arrays;
import java.util.List;

/// The class that a model gave to each sample of a data set, and the sample's true class where it is known. Both in
/// the data set's order, so that two models' predictions on the same data can be paired.
public final class Predictions {
    /// The label of a sample whose true class is not known.
    public static final int UNKNOWN = -1;

    private final int[] predictions;
    private final int[] labels;

    private Predictions(int[] predictions, int[] labels) {
        this.predictions = predictions;
        this.labels = labels;
    }

    /// @param predictions class of each sample, 0 or more
    /// @param labels true class of each sample, 0 or more, or [#UNKNOWN]
    /// @throws IllegalArgumentException where there is no sample, the counts differ, or a class is negative
    public static Predictions of(int[] predictions, int[] labels) {
        if (predictions.length == 0) {
            throw new IllegalArgumentException("predictions: no sample, needed at least one");
        }
        if (predictions.length != labels.length) {
            throw new IllegalArgumentException(
                    "predictions: " + predictions.length + " predictions and " + labels.length
                            + " labels, needed as many of both");
        }
        for (int sample = 0; sample < predictions.length; sample++) {
            if (predictions[sample] < 0) {
                throw new IllegalArgumentException("predictions: class " + predictions[sample] + " for sample " + sample
                        + ", needed 0 or more");
            }
            if (labels[sample] < UNKNOWN) {
                throw new IllegalArgumentException("predictions: label " + labels[sample] + " of sample " + sample
                        + ", needed 0 or more, or -1 for unknown");
            }
        }
        return new Predictions(predictions.clone(), labels.clone());
    }

    /// The number of samples, labelled or not.
    public int n() {
        return predictions.length;
    }

    public int prediction(int sample) {
        return predictions[sample];
    }

    /// The true class of a sample, or [#UNKNOWN].
    public int label(int sample) {
        return labels[sample];
    }

    public boolean isLabelled(int sample) {
        return labels[sample] != UNKNOWN;
    }

    public boolean isCorrect(int sample) {
        return predictions[sample] == labels[sample];
    }

    /// The number of samples whose true class is known.
    public int labelled() {
        int count = 0;
        for (int sample = 0; sample < n(); sample++) {
            count += isLabelled(sample) ? 1 : 0;
        }
        return count;
    }

    /// The number of samples whose prediction equals their label.
    public int correct() {
        int count = 0;
        for (int sample = 0; sample < n(); sample++) {
            count += isCorrect(sample) ? 1 : 0;
        }
        return count;
    }

    /// The share of labelled samples that are correct, in percent; NaN where no sample is labelled.
    public double top1() {
        return 100.0 * correct() / labelled();
    }

    /// Wilson's 95 % interval of [#top1], in percent.
    ///
    /// @throws IllegalArgumentException where no sample is labelled
    public Interval top1Interval() {
        return ScoreInterval.ofProportion(correct(), labelled(), ScoreInterval.CONFIDENCE);
    }

    /// The share of samples, labelled or not, with the same prediction in both, in percent.
    ///
    /// @throws IllegalArgumentException where the two have not the same number of samples
    public double agreementWith(Predictions that) {
        requireSameCount(that);
        int equal = 0;
        for (int sample = 0; sample < n(); sample++) {
            equal += predictions[sample] == that.predictions[sample] ? 1 : 0;
        }
        return 100.0 * equal / n();
    }

    /// The same predictions where those of another model stand for the labels: right is what that one says.
    ///
    /// @throws IllegalArgumentException where the two have not the same number of samples
    public Predictions labelledBy(Predictions truth) {
        requireSameCount(truth);
        return of(predictions, truth.predictions);
    }

    /// Some of the samples, in the order given; each may come more than once.
    ///
    /// @throws IndexOutOfBoundsException where there is no such sample
    public Predictions at(List<Integer> samples) {
        return of(samples.stream().mapToInt(sample -> predictions[sample]).toArray(),
                samples.stream().mapToInt(sample -> labels[sample]).toArray());
    }

    /// Those of several parts of a data set, one after the other.
    ///
    /// @throws IllegalArgumentException where there is no part
    public static Predictions join(List<Predictions> parts) {
        return of(parts.stream().flatMapToInt(part -> Arrays.stream(part.predictions)).toArray(),
                parts.stream().flatMapToInt(part -> Arrays.stream(part.labels)).toArray());
    }

    void requireSameCount(Predictions that) {
        if (n() != that.n()) {
            throw new IllegalArgumentException("predictions: " + n() + " samples against " + that.n()
                    + ", needed the same samples in the same order");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Predictions that
                && Arrays.equals(predictions, that.predictions)
                && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(predictions) + Arrays.hashCode(labels);
    }

    @Override
    public String toString() {
        return correct() + " correct of " + labelled() + (labelled() == n() ? "" : " labelled of " + n());
    }
}
