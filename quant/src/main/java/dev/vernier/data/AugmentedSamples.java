package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.SplittableRandom;

/// A data set whose images are changed when they are read, each by its own seed.
final class AugmentedSamples implements View {
    private final Dataset whole;
    private final Augmentation augmentation;
    private final Layout stored;
    private final long[] seeds;

    private AugmentedSamples(Dataset whole, Augmentation augmentation, Layout stored) {
        this.whole = whole;
        this.augmentation = augmentation;
        this.stored = stored;
        this.seeds = augmentation.seeds(whole.size());
    }

    static AugmentedSamples of(Dataset whole, Augmentation augmentation, Layout stored) {
        AugmentedSamples samples = new AugmentedSamples(whole, augmentation, whole.layout().orElse(stored));
        if (whole.size() > 0) {
            samples.requireImage(0, whole.sample(0).image());
        }
        return samples;
    }

    private void requireImage(int index, Tensor image) {
        if (stored != Layout.NCHW || image.dtype() != DType.U8 || image.shape().rank() != 3) {
            throw new InputException(whole.where(index) + ": image " + image.dtype() + image.shape() + " in layout "
                    + stored + ", needed u8[c, h, w] for " + augmentation);
        }
    }

    @Override
    public Dataset whole() {
        return whole;
    }

    @Override
    public String name() {
        return whole.name() + ", " + augmentation;
    }

    @Override
    public Sample sample(int index) {
        Sample sample = whole.sample(index);
        requireImage(index, sample.image());
        SplittableRandom random = new SplittableRandom(seeds[index]);
        Tensor image = sample.image();
        for (Augment step : augmentation.steps()) {
            image = step.apply(image, random);
        }
        return sample.with(image);
    }

    @Override
    public Optional<Layout> layout() {
        return Optional.of(stored);
    }
}
