package dev.vernier.data;

import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Random changes of a whole data set, dealt as a data loader with worker processes deals them (PyTorch's
/// `DataLoader(batch_size, num_workers)`): batches go round robin to the workers, each of which has a generator of its own,
/// seeded `seed + worker`. Which generator changes an image, and how much of it was used up before, then depends on the
/// batch size. Without workers one generator changes all images in their order, and the batch size does not matter.
///
/// The images are random, yet fixed: the same augmentation of the same data gives the same bytes, whatever loads them.
///
/// @param steps in the order in which they are applied
/// @param workers 0 for a loader without worker processes
/// @param batch the loader's batch size
public record Augmentation(List<Augment> steps, long seed, int workers, int batch) {
    /// @throws InputException where there are fewer than 0 workers or a batch has no image
    public Augmentation {
        steps = List.copyOf(steps);
        if (workers < 0) {
            throw new InputException("loader workers = " + workers + ", needed 0 or more");
        }
        if (batch < 1) {
            throw new InputException("batch = " + batch + ", needed at least 1");
        }
    }

    /// The data set with its images changed. Labels stay; the samples' ids are those of the changed images.
    ///
    /// @param stored the order of the axes where the data set does not know it
    /// @throws InputException where the first sample is no uint8 image `[c, h, w]`; later ones are refused when they are read
    public Dataset of(Dataset dataset, Layout stored) {
        return steps.isEmpty() ? dataset : AugmentedSamples.of(dataset, this, stored);
    }

    /// A seed for each of the first `samples` images, from the generator of the worker that loads it.
    long[] seeds(int samples) {
        SplittableRandom[] generators = new SplittableRandom[Math.max(1, workers)];
        for (int worker = 0; worker < generators.length; worker++) {
            generators[worker] = new SplittableRandom(seed + worker);
        }
        long[] seeds = new long[samples];
        for (int sample = 0; sample < samples; sample++) {
            seeds[sample] = generators[sample / batch % generators.length].nextLong();
        }
        return seeds;
    }

    /// `random-resized-crop,flip (seed 0, 2 workers, batch 32)`; the batch only where it matters.
    @Override
    public String toString() {
        return steps.stream().map(Augment::toString).collect(Collectors.joining(",")) + " (seed " + seed
                + (workers == 0 ? ")"
                        : ", " + workers + (workers == 1 ? " worker" : " workers") + ", batch " + batch + ")");
    }
}
