package dev.vernier.audit.metric;

import dev.vernier.data.Batch;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/// Whether a rung gives every sample the same scores. Batches may come on several threads.
public final class ConstantScores implements BiConsumer<Batch, Tensor> {
    private final int width;
    private final AtomicReference<double[]> first = new AtomicReference<>();
    private volatile boolean differ;

    /// @param width scores for a sample, 0 where the model gives none
    public ConstantScores(int width) {
        this.width = width;
    }

    @Override
    public void accept(Batch batch, Tensor given) {
        for (int i = 0; i < batch.size() && !differ && width > 0; i++) {
            double[] row = OutputRows.row(given, i, width);
            if (!first.compareAndSet(null, row) && !Arrays.equals(first.get(), row)) {
                differ = true;
            }
        }
    }

    /// Whether all that came were the same; not where none came.
    public boolean areConstant() {
        return first.get() != null && !differ;
    }
}
