package dev.vernier.audit.metric;

import dev.vernier.model.Metric;
import dev.vernier.stats.Interval;
import dev.vernier.stats.PairedValues;

/// One rung of a [MeasuredLadder].
public sealed interface MeasuredRung {
    /// The stage's name, as on a ladder of classes.
    String id();

    /// A rung that was measured.
    ///
    /// @param paired its values against those of the float rung
    /// @param seconds how long it took
    record Climbed(String id, Metric metric, PairedValues paired, double seconds) implements MeasuredRung {
        /// The metric over all samples.
        public double value() {
            return root(paired.candidateMean());
        }

        /// Against the float rung, in the metric's unit.
        public double change() {
            return value() - root(paired.referenceMean());
        }

        /// The 95 % interval of [#change]. Of a root mean squared error the roots at the ends of the interval of the mean
        /// squared error's change, the float rung's being taken as it is.
        public Interval interval() {
            Interval interval = paired.interval();
            return metric != Metric.RMSE
                    ? interval
                    : new Interval(root(paired.referenceMean() + interval.low()) - root(paired.referenceMean()),
                            root(paired.referenceMean() + interval.high()) - root(paired.referenceMean()));
        }

        private double root(double mean) {
            return new Score(metric, 1).shown(mean);
        }
    }

    /// A rung that could not be climbed.
    ///
    /// @param reason one sentence
    record Skipped(String id, String reason) implements MeasuredRung {}
}
