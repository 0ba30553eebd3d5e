package dev.vernier.audit.error;

import dev.vernier.calibrate.ChannelMinMax;
import java.util.Optional;

/// What quantization does to one tensor, against the float model.
///
/// @param local only this tensor has codes: the float model's values, quantized
/// @param layer only the layer that makes it is int8: it reads the float model's values, quantized
/// @param cumulative the whole model is int8
/// @param codes in the whole int8 model
/// @param values the float model's
/// @param channels of these values along the axis of channels; empty where there is none
public record TensorError(Sqnr local, Sqnr layer, Sqnr cumulative, CodeUse codes, Bins values,
        Optional<ChannelMinMax> channels) {
    /// What both saw together, of the same tensor.
    public TensorError merge(TensorError that) {
        return new TensorError(local.plus(that.local), layer.plus(that.layer), cumulative.plus(that.cumulative),
                codes.merge(that.codes), values.merge(that.values),
                channels.flatMap(mine -> that.channels.map(mine::merge)));
    }
}
