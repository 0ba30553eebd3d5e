package dev.vernier.quant;

/// How many scales and zero points a tensor has.
public enum Granularity {
    /// One of each.
    PER_TENSOR,

    /// One of each for every output channel.
    PER_CHANNEL
}
