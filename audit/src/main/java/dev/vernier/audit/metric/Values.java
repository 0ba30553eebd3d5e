package dev.vernier.audit.metric;

import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.data.Sample;
import dev.vernier.graph.Graph;
import dev.vernier.model.Metric;
import dev.vernier.model.Readout;
import dev.vernier.run.Session;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// A value for each sample of a data set, by one form of a model: how its first output compares with the samples' targets or,
/// where they have none, with what the float model gave.
public final class Values {
    /// No more numbers of the float model's are kept.
    private static final long LARGEST = 1 << 26;

    private final Score score;
    private final int width;
    private final double[] values;
    private final OutputRows outputs;

    private Values(Score score, int width, double[] values, OutputRows outputs) {
        this.score = score;
        this.width = width;
        this.values = values;
        this.outputs = outputs;
    }

    /// Runs a form on all samples.
    ///
    /// @param readout the output that is measured
    /// @param metric one of values
    /// @param reference the float model's; empty where the samples have targets, or this is the float model
    /// @throws InputException where a number is not finite, a target does not fit, or there are too many numbers to keep
    public static Values of(Readout readout, Metric metric, Graph graph, Session session, Loader loader, int batch,
            int threads,
            Optional<Values> reference, Progress progress) {
        int width = readout.width();
        Score score = new Score(metric, metric.isOfPositions() ? readout.type().shape().size(1) : 1);
        int n = loader.dataset().size();
        boolean keeps = !haveTargets(loader, width) && reference.isEmpty();
        if (keeps && (long) n * width > LARGEST) {
            throw new InputException("metric = " + score.metric() + ": " + n + " samples of " + width
                    + " numbers without targets, needed at most " + LARGEST / width + "; --limit takes the first N");
        }
        Values values = new Values(score, width, new double[n], new OutputRows(keeps ? n : 0, width));
        String output = graph.outputs().getFirst();
        loader.forEachBatch(batch, threads, session::sibling, (sibling, samples) -> {
            values.see(samples, sibling.run(samples.inputs(graph.inputNames())).get(output), reference);
            return samples.size();
        }, done -> {}, progress);
        return values;
    }

    /// Whether the samples say what a model should give: by their targets or, where it gives one number, by their labels.
    public static boolean haveTargets(Loader loader, int width) {
        Sample first = loader.dataset().sample(0);
        return first.target().isPresent() || width == 1 && first.label() != Sample.UNLABELLED;
    }

    private void see(Batch samples, Tensor given, Optional<Values> reference) {
        outputs.put(samples, given);
        for (int i = 0; i < samples.size(); i++) {
            int sample = samples.first() + i;
            double[] numbers = numbers(given, i, sample);
            if (reference.isPresent()) {
                values[sample] = score.of(numbers, reference.get().outputs.row(sample));
            } else if (outputs.n() > 0) {
                values[sample] = score.of(numbers, numbers);
            } else {
                values[sample] = against(numbers,
                        samples.targets().isEmpty() ? samples.labels().rows(i, i + 1) : samples.targets().get(i),
                        sample);
            }
        }
    }

    private double against(double[] numbers, Tensor target, int sample) {
        try {
            return score.of(numbers, OutputRows.row(target, 0, target.size()));
        } catch (IllegalArgumentException unfit) {
            throw new InputException("sample " + sample + ": " + unfit.getMessage(), unfit);
        }
    }

    private double[] numbers(Tensor given, int row, int sample) {
        double[] numbers = OutputRows.row(given, row, width);
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                throw new InputException(
                        "model output: sample " + sample + " holds " + number + ", needed finite numbers");
            }
        }
        return numbers;
    }

    double[] toArray() {
        return values.clone();
    }
}
