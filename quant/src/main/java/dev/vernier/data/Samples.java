package dev.vernier.data;

/// Samples of a data set, and what becomes of them before a model sees them.
public record Samples(Dataset dataset, Preprocess preprocess) {
    /// @param spec as [DataSpec#parse]: `cifar10:DIR:train`, `images:DIR`, ...
    /// @throws dev.vernier.tensor.InputException where there is no such data set, or it cannot be read
    public static Samples of(String spec, Preprocess preprocess) {
        return new Samples(DataSpec.parse(spec).open(), preprocess);
    }

    /// Those for a model of several inputs, of arrays that are called as these are.
    ///
    /// @param inputs of the model
    /// @throws dev.vernier.tensor.InputException as [#of(String, Preprocess)], and where an input has no array
    public static Samples of(String spec, ModelInputs inputs, Preprocess preprocess) {
        return new Samples(DataSpec.parse(spec).taking(inputs).open(), preprocess);
    }

    /// The first `count` of them, or all where there are fewer.
    public Samples first(int count) {
        return new Samples(dataset.first(count), preprocess);
    }

    /// All but the first `count`.
    public Samples skip(int count) {
        return new Samples(dataset.skip(count), preprocess);
    }

    /// The same in another order, which the seed decides.
    public Samples shuffled(long seed) {
        return new Samples(dataset.shuffled(seed), preprocess);
    }

    /// Them in batches.
    ///
    /// @throws dev.vernier.tensor.InputException as [Loader#of]
    public Loader loader() {
        return Loader.of(dataset, preprocess);
    }
}
