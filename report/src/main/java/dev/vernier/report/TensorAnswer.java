package dev.vernier.report;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.vernier.audit.Audit;
import dev.vernier.audit.error.Bins;
import dev.vernier.audit.error.Sqnr;
import dev.vernier.audit.error.TensorError;
import dev.vernier.calibrate.ChannelMinMax;
import dev.vernier.calibrate.MinMax;
import dev.vernier.graph.Graph;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One quantized tensor as JSON.
///
/// @param kind `activation`, `weight` or `bias`
/// @param codes the codes' type
/// @param axis the channel axis, null per tensor
/// @param sqnrDb in the whole int8 model; null where it is no number
/// @param sqnrReason why it is none
/// @param localSqnrDb with codes for this tensor alone
/// @param layerSqnrDb with the layer that makes it in int8 alone
/// @param saturated the share of values whose code saturated
/// @param unused the share of codes that no value took
/// @param histogram of the float model's values
/// @param channels the float model's values by channel
public record TensorAnswer(
        String name, String kind, String codes, Integer axis, Numbers scale, Numbers zeroPoint, Double sqnrDb,
        String sqnrReason, Double localSqnrDb, Double layerSqnrDb, Double saturated, Double unused,
        HistogramAnswer histogram, ChannelsAnswer channels) {

    /// One number per tensor, or a list per channel.
    record Numbers(List<? extends Number> values, boolean isList) {
        @JsonValue
        Object json() {
            return isList ? values : values.getFirst();
        }
    }

    /// How many values lie in each bin; bin `i` begins at `low + i * width`.
    ///
    /// @param clipLow what the smallest code stands for; null per channel
    /// @param clipHigh what the largest code stands for
    record HistogramAnswer(double low, double width, List<Long> counts, Float clipLow, Float clipHigh) {
        static HistogramAnswer of(Bins bins, QParams params) {
            boolean perTensor = params.axis().isEmpty();
            return new HistogramAnswer(bins.low(), bins.width(), Arrays.stream(bins.counts()).boxed().toList(),
                    perTensor ? params.ends(0).low() : null, perTensor ? params.ends(0).high() : null);
        }
    }

    /// Smallest and largest value of each channel.
    record ChannelsAnswer(List<Float> low, List<Float> high) {
        static ChannelsAnswer of(ChannelMinMax ends) {
            return new ChannelsAnswer(ends.channels().stream().map(MinMax::low).toList(),
                    ends.channels().stream().map(MinMax::high).toList());
        }
    }

    static List<TensorAnswer> of(Audit audit) {
        return audit.candidate().model()
                .map(model -> of(model.quantization(), model.graph(), audit.candidate().signals()))
                .orElse(List.of());
    }

    static List<TensorAnswer> of(Quantization quantization, Graph graph, Map<String, TensorError> signals) {
        List<TensorAnswer> tensors = new ArrayList<>();
        quantization.parameters().forEach((name, params) -> tensors
                .add(of(name, kind(graph.isConstant(name), params), params, Optional.ofNullable(signals.get(name)))));
        return tensors;
    }

    private static String kind(boolean isConstant, QParams params) {
        return !isConstant ? "activation" : params.codes() == DType.I32 ? "bias" : "weight";
    }

    private static TensorAnswer of(String name, String kind, QParams params, Optional<TensorError> error) {
        boolean perChannel = params.axis().isPresent();
        Optional<TensorError> coded = error.filter(known -> known.codes().values() > 0);
        return new TensorAnswer(
                name,
                kind,
                params.codes().toString(),
                perChannel ? params.axis().getAsInt() : null,
                new Numbers(floats(params.scale()), perChannel),
                new Numbers(longs(params.zeroPoint()), perChannel),
                decibels(error, TensorError::cumulative),
                error.map(known -> known.cumulative().reason().orElse(null))
                        .orElse(error.isPresent() ? null : "not measured"),
                decibels(error, TensorError::local),
                decibels(error, TensorError::layer),
                coded.map(known -> known.codes().saturated()).orElse(null),
                coded.map(known -> known.codes().unused(params.codes())).orElse(null),
                error.map(known -> HistogramAnswer.of(known.values(), params)).orElse(null),
                error.flatMap(TensorError::channels).map(ChannelsAnswer::of).orElse(null));
    }

    private static Double decibels(Optional<TensorError> error, Function<TensorError, Sqnr> kind) {
        return error.map(kind).filter(ratio -> ratio.reason().isEmpty()).map(Sqnr::decibels).orElse(null);
    }

    private static List<Float> floats(Tensor tensor) {
        List<Float> values = new ArrayList<>();
        for (float value : tensor.floats()) {
            values.add(value);
        }
        return values;
    }

    private static List<Long> longs(Tensor tensor) {
        List<Long> values = new ArrayList<>();
        for (long value : tensor.longs()) {
            values.add(value);
        }
        return values;
    }
}
