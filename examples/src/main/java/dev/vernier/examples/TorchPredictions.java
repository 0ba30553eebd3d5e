package dev.vernier.examples;

import dev.vernier.file.Npz;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// What PyTorch predicted for the CIFAR-10 test images, from a file with an array of classes per run, and `labels`.
record TorchPredictions(Path file, Map<String, Tensor> runs) {
    static TorchPredictions read(Path file) {
        return new TorchPredictions(file, Npz.read(file));
    }

    /// A run's predictions for the first images.
    Predictions of(String run, int first) {
        return Predictions.of(array(run, first), array("labels", first));
    }

    private int[] array(String name, int first) {
        Tensor array = runs.get(name);
        if (array == null || array.size() < first) {
            throw new InputException(file + ": " + (array == null ? "no array '" + name + "'"
                    : array.size() + " values of '" + name + "'") + ", needed at least " + first);
        }
        return Arrays.copyOf(array.ints(), first);
    }
}
