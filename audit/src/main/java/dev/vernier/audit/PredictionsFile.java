package dev.vernier.audit;

import dev.vernier.data.Batch;
import dev.vernier.file.Folders;
import dev.vernier.file.Npz;
import dev.vernier.model.Version;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.databind.json.JsonMapper;

/// Collects what a predictions file holds: `predictions` and `labels` int64 `[n]`, `ids` uint64 `[n]`, `logits` float32
/// `[n, classes]`, and `meta`, a JSON text as uint8.
public final class PredictionsFile implements BiConsumer<Batch, Tensor> {
    private final int classes;
    private final long[] ids;
    private final float[] logits;

    /// @param classes 0 where the model gives no scores
    /// @throws InputException where the scores of all samples are too many for one array
    PredictionsFile(int samples, int classes) {
        if ((long) samples * classes > Integer.MAX_VALUE - 8) {
            throw new InputException("--predictions: " + samples + " samples of " + classes
                    + " classes, needed fewer; --limit takes the first N");
        }
        this.classes = classes;
        this.ids = new long[samples];
        this.logits = new float[samples * classes];
    }

    /// @param kept as [Folders#requireOther]
    /// @throws InputException where no such file can be written there; said before any work is done
    public static void requireWritable(Path file, Path... kept) {
        Folders.requireOther(file, kept);
        if (!file.toString().endsWith(".npz")) {
            throw new InputException(file + ": unknown format, needed a name that ends in .npz");
        }
        Folders.requireWritable(file);
    }

    /// Each batch has its own place, so several threads may come at once.
    @Override
    public void accept(Batch batch, Tensor scores) {
        for (int i = 0; i < batch.size(); i++) {
            ids[batch.first() + i] = batch.ids().longAt(i);
        }
        for (int i = 0; i < batch.size() * classes; i++) {
            logits[batch.first() * classes + i] = (float) scores.doubleAt(i);
        }
    }

    /// @throws InputException where the file cannot be written
    void write(Path file, Evaluating evaluating, Predictions predictions) {
        int n = ids.length;
        long[] classesOf = new long[n];
        long[] labels = new long[n];
        for (int sample = 0; sample < n; sample++) {
            classesOf[sample] = predictions.prediction(sample);
            labels[sample] = predictions.label(sample);
        }
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("predictions", Tensor.vector(classesOf));
        if (predictions.labelled() > 0) {
            arrays.put("labels", Tensor.vector(labels));
        }
        arrays.put("ids", Tensor.vector(ids));
        if (classes > 0) {
            arrays.put("logits", Tensor.of(Shape.of(n, classes), logits));
        }
        byte[] meta = meta(evaluating).getBytes(StandardCharsets.UTF_8);
        arrays.put("meta", Tensor.ofU8(Shape.of(meta.length), meta));
        Npz.write(file, arrays, Set.of("ids"));
    }

    private String meta(Evaluating evaluating) {
        long sum = 0;
        for (long id : ids) {
            sum += id;
        }
        var preprocess = evaluating.samples().evaluation().preprocess();
        return JsonMapper.shared().createObjectNode()
                .put("model", evaluating.source().stored().sha256())
                .put("data", Long.toHexString(sum))
                .put("preprocess", Long.toHexString(preprocess.hash()))
                .put("preprocess_text", preprocess.toString())
                .put("engine", evaluating.engine().name())
                .put("mode", evaluating.mode().toString())
                .put("version", Version.text())
                .toString();
    }
}
