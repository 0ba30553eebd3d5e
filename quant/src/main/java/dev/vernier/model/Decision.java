package dev.vernier.model;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;

/// How a class follows from what a model gives for a sample.
public sealed interface Decision {
    /// The class with the largest score, the first one where several are largest.
    Decision LARGEST = new Largest();

    /// Of one probability for each sample.
    Decision PROBABILITY = new Threshold(0.5);

    /// Of one logit for each sample.
    Decision LOGIT = new Threshold(0);

    /// The class of one row of scores.
    ///
    /// @param scores `[n, ...]`, whose first `classes` elements from `row * classes` on belong to a sample
    /// @param sample what messages call the sample
    /// @throws InputException where a score is NaN
    int classOf(Tensor scores, int row, int classes, int sample);

    /// How many classes so many scores for a sample tell apart.
    int classes(int scores);

    /// See [#LARGEST].
    record Largest() implements Decision {
        @Override
        public int classOf(Tensor scores, int row, int classes, int sample) {
            int best = 0;
            for (int c = 0; c < classes; c++) {
                double score = number(scores, row * classes + c, sample, c);
                if (score > scores.doubleAt(row * classes + best)) {
                    best = c;
                }
            }
            return best;
        }

        @Override
        public int classes(int scores) {
            return scores;
        }
    }

    /// Class 1 where the one number of a sample reaches a threshold, else class 0.
    record Threshold(double least) implements Decision {
        @Override
        public int classOf(Tensor scores, int row, int classes, int sample) {
            return number(scores, row * classes, sample, 0) >= least ? 1 : 0;
        }

        @Override
        public int classes(int scores) {
            return 2;
        }
    }

    /// The class whose index the model gives.
    ///
    /// @param count how many there are
    record Named(int count) implements Decision {
        @Override
        public int classOf(Tensor scores, int row, int classes, int sample) {
            return Math.toIntExact(scores.longAt(row));
        }

        @Override
        public int classes(int scores) {
            return count;
        }
    }

    private static double number(Tensor scores, int index, int sample, int column) {
        double score = scores.doubleAt(index);
        if (Double.isNaN(score)) {
            throw new InputException("model output: sample " + sample + " has score NaN for class " + column
                    + ", needed numbers");
        }
        return score;
    }
}
