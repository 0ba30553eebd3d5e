package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import java.util.Optional;
import java.util.function.Consumer;

/// What was seen of one tensor: a value with a zero and an exact, commutative and associative [#merge], so that it does
/// not depend on batch size, order, threads or machines.
///
/// @param <O> the observer itself
public sealed interface Observer<O extends Observer<O>> permits MinMax, ChannelMinMax, Histogram {
    /// What both saw together.
    O merge(O that);

    /// Smallest to largest value seen; empty where nothing was.
    Optional<Range> range();

    /// The content as bytes, for fingerprints and files; equal observers give equal bytes.
    void digest(Consumer<byte[]> sink);
}
