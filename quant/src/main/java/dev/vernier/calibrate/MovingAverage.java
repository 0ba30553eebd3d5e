package dev.vernier.calibrate;

import dev.vernier.quant.Range;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// Exponential moving averages of the smallest and largest value of each batch, in float32: PyTorch 1.13's
/// `MovingAverageMinMaxObserver`. For training, where ranges drift and the last batches count most.
///
/// It depends on the order and size of the batches and has no merge, so it is no [Statistic], and calibration does not use it.
///
/// @param seen the averages; [MinMax#NONE] before the first batch
/// @param constant what a new batch weighs, above 0 and at most 1
public record MovingAverage(MinMax seen, float constant) {
    /// PyTorch's default weight of a new batch.
    public static final float CONSTANT = 0.01f;

    public static final MovingAverage NONE = new MovingAverage(MinMax.NONE, CONSTANT);

    public MovingAverage {
        if (!(constant > 0 && constant <= 1)) {
            throw new IllegalArgumentException(
                    "constant = " + constant + ", needed a number above 0 and at most 1");
        }
    }

    /// The averages after one more batch; an empty one changes nothing.
    ///
    /// @throws IllegalArgumentException where a value is NaN or infinite
    public MovingAverage next(Tensor batch) {
        MinMax ends = ChannelMinMax.of(batch.reshaped(Shape.of(1, batch.size())), 0).channels()
                .getFirst();
        if (ends.range().isEmpty() || seen.range().isEmpty()) {
            return new MovingAverage(ends.range().isEmpty() ? seen : ends, constant);
        }
        return new MovingAverage(new MinMax(seen.low() + constant * (ends.low() - seen.low()),
                seen.high() + constant * (ends.high() - seen.high())), constant);
    }

    /// Empty before the first batch.
    public Optional<Range> range() {
        return seen.range();
    }
}
