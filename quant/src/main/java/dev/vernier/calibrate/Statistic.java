package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import java.util.Optional;
import java.util.function.Consumer;

/// What was seen of one tensor: a value with a zero and an exact, commutative and associative [#merge], so that it does
/// not depend on batch size, order, threads or machines.
///
/// @param <S> the statistic itself
public sealed interface Statistic<S extends Statistic<S>> permits MinMax, ChannelMinMax, Histogram {
    /// What both saw together.
    S merge(S that);

    /// Smallest to largest value seen; empty where nothing was.
    Optional<Range> range();

    /// The content as bytes, for fingerprints and files; equal statistics give equal bytes.
    void digest(Consumer<byte[]> sink);
}
