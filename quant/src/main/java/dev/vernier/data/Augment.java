package dev.vernier.data;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A random change of an image, as a training loader makes it so that no epoch sees the same pixels twice.
public sealed interface Augment {
    /// What [#parse] takes, for messages.
    String KNOWN = "random-resized-crop, flip";

    /// As torchvision's `RandomResizedCrop` by default: 8 % to all of the area, sides at 3:4 to 4:3.
    Augment RANDOM_RESIZED_CROP = new RandomResizedCrop(0.08, 1, 3 / 4.0, 4 / 3.0);

    /// As torchvision's `RandomHorizontalFlip` by default: every second image.
    Augment FLIP = new HorizontalFlip(0.5);

    /// @param image uint8 `[c, h, w]`
    /// @param random decides; the same numbers give the same bytes on every machine
    /// @return uint8 of the same shape
    Tensor apply(Tensor image, SplittableRandom random);

    /// Reads augmentations in the order in which they are applied: `random-resized-crop,flip`.
    ///
    /// @throws InputException where a word is none; the message lists the known ones
    static List<Augment> parse(String text) {
        return Arrays.stream(text.strip().split(" *, *", -1)).map(word -> switch (word) {
            case "random-resized-crop" -> RANDOM_RESIZED_CROP;
            case "flip" -> FLIP;
            default -> throw new InputException("augment = " + word + ", known: " + KNOWN);
        }).toList();
    }

    /// Uniform in [low, high).
    private static double between(double low, double high, SplittableRandom random) {
        return low + (high - low) * ((random.nextLong() >>> 11) * 0x1.0p-53);
    }

    /// A random part of an image, resized bilinearly to the size of the whole one. The part is drawn as torchvision's
    /// `RandomResizedCrop.get_params` draws it: up to ten times, and then the largest part in the middle with a legal ratio.
    ///
    /// @param leastArea the smallest part of the area, above 0
    /// @param mostArea the largest, at most 1
    /// @param leastRatio the smallest width divided by height, above 0; drawn uniformly in its logarithm
    /// @param mostRatio the largest
    record RandomResizedCrop(double leastArea, double mostArea, double leastRatio, double mostRatio)
            implements
                Augment {
        private static final int ATTEMPTS = 10;

        public RandomResizedCrop {
            if (!(0 < leastArea && leastArea <= mostArea && mostArea <= 1)) {
                throw new IllegalArgumentException(
                        "area = " + leastArea + " to " + mostArea + ", needed parts of 1 in order");
            }
            if (!(0 < leastRatio && leastRatio <= mostRatio && mostRatio < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "ratio = " + leastRatio + " to " + mostRatio + ", needed finite numbers above 0 in order");
            }
        }

        @Override
        public Tensor apply(Tensor image, SplittableRandom random) {
            ImageSize whole = new ImageSize(image.shape().size(1), image.shape().size(2));
            return new Resize.Exactly(whole).apply(part(image, whole, random));
        }

        private Tensor part(Tensor image, ImageSize whole, SplittableRandom random) {
            double pixels = (double) whole.height() * whole.width();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                double area = pixels * between(leastArea, mostArea, random);
                double ratio = StrictMath
                        .exp(between(StrictMath.log(leastRatio), StrictMath.log(mostRatio), random));
                int width = (int) Math.rint(Math.sqrt(area * ratio));
                int height = (int) Math.rint(Math.sqrt(area / ratio));
                if (width > 0 && width <= whole.width() && height > 0 && height <= whole.height()) {
                    int top = random.nextInt(whole.height() - height + 1);
                    int left = random.nextInt(whole.width() - width + 1);
                    return new ImageSize(height, width).partOf(image, top, left);
                }
            }
            return largest(whole).centreOf(image);
        }

        private ImageSize largest(ImageSize whole) {
            double ratio = (double) whole.width() / whole.height();
            int height = ratio < leastRatio ? (int) Math.rint(whole.width() / leastRatio) : whole.height();
            int width = ratio > mostRatio ? (int) Math.rint(whole.height() * mostRatio) : whole.width();
            return new ImageSize(Math.max(1, height), Math.max(1, width));
        }

        @Override
        public String toString() {
            return "random-resized-crop";
        }
    }

    /// Left becomes right.
    ///
    /// @param probability 0 to 1
    record HorizontalFlip(double probability) implements Augment {
        public HorizontalFlip {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("probability = " + probability + ", needed 0 to 1");
            }
        }

        @Override
        public Tensor apply(Tensor image, SplittableRandom random) {
            return between(0, 1, random) < probability ? flipped(image) : image;
        }

        private static Tensor flipped(Tensor image) {
            Shape shape = image.shape();
            int width = shape.size(2);
            byte[] pixels = image.bytes();
            byte[] out = new byte[pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                int column = i % width;
                out[i - column + width - 1 - column] = pixels[i];
            }
            return Tensor.ofU8(shape, out);
        }

        @Override
        public String toString() {
            return "flip";
        }
    }
}
