package dev.vernier.data;

import dev.vernier.tensor.Shape;

/// The samples of another set in another shape of as many elements.
record ReshapedSamples(Dataset whole, Shape shape) implements View {
    /// @throws IllegalArgumentException where one sample has another number of elements
    @Override
    public Sample sample(int index) {
        Sample sample = whole.sample(index);
        return sample.with(sample.image().reshaped(shape));
    }
}
