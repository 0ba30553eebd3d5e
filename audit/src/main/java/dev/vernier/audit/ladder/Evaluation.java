package dev.vernier.audit.ladder;

import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.model.Decision;
import dev.vernier.run.Session;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.function.BiConsumer;

/// Runs a classifier over a data set.
///
/// @param loader the samples
/// @param decision how a class follows from its first output
/// @param batch how many are loaded and handed to a session at a time
/// @param threads how many sessions work side by side
public record Evaluation(Loader loader, Decision decision, int batch, int threads) {
    /// Of a classifier whose first output is a row of class scores.
    public Evaluation(Loader loader, int batch, int threads) {
        this(loader, Decision.LARGEST, batch, threads);
    }

    /// The class of every sample.
    ///
    /// @param session its siblings run the samples, one per thread; it stays open
    /// @throws InputException where the model's output is not one row per sample, or a score is NaN
    public Predictions predict(Graph graph, Session session, Progress progress) {
        return predict(graph, session, (samples, scores) -> {}, progress);
    }

    /// The same, where somebody else looks at the scores too.
    ///
    /// @param scored sees each batch with its class scores `[n, classes]`, in no particular order, on the thread that ran it
    /// @throws InputException as [#predict(Graph, Session, Progress)]
    public Predictions predict(
            Graph graph, Session session, BiConsumer<Batch, Tensor> scored, Progress progress) {
        String output = graph.outputs().getFirst();
        int n = loader.dataset().size();
        int[] predictions = new int[n];
        int[] labels = new int[n];
        loader.forEachBatch(
                batch,
                threads,
                session::sibling,
                (sibling, samples) -> {
                    Tensor scores = sibling.run(samples.inputs(graph.inputNames())).get(output);
                    for (int i = 0; i < samples.size(); i++) {
                        predictions[samples.first() + i] = classOf(scores, i, samples.size(), samples.first() + i);
                        labels[samples.first() + i] = (int) samples.labels().longAt(i);
                    }
                    scored.accept(samples, scores);
                    return samples.size();
                },
                done -> {},
                progress);
        return InputException.given(() -> Predictions.of(predictions, labels));
    }

    private int classOf(Tensor scores, int row, int rows, int sample) {
        int classes = scores.size() / rows;
        if (scores.shape().rank() < 1 || scores.shape().size(0) != rows || classes == 0) {
            throw new InputException("model output " + scores.shape() + " for " + rows
                    + " samples, needed class scores [n, classes]");
        }
        return decision.classOf(scores, row, classes, sample);
    }
}
