package dev.vernier.cli.view;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.vernier.cli.job.Outcome;
import dev.vernier.cli.job.Sqnr;
import dev.vernier.graph.Graph;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One quantized tensor as JSON.
///
/// @param kind `activation`, `weight` or `bias`
/// @param codes the codes' type
/// @param axis the channel axis, null per tensor
/// @param sqnrDb null where it is no number
/// @param sqnrReason why it is none
public record TensorAnswer(
        String name, String kind, String codes, Integer axis, Numbers scale, Numbers zeroPoint, Double sqnrDb,
        String sqnrReason) {

    /// One number per tensor, or a list per channel.
    record Numbers(List<? extends Number> values, boolean isList) {
        @JsonValue
        Object json() {
            return isList ? values : values.getFirst();
        }
    }

    static List<TensorAnswer> of(Outcome outcome) {
        return outcome.candidate().model()
                .map(model -> of(model.quantization(), model.graph(), outcome.candidate().signals()))
                .orElse(List.of());
    }

    static List<TensorAnswer> of(Quantization quantization, Graph graph, Map<String, Sqnr> signals) {
        List<TensorAnswer> tensors = new ArrayList<>();
        quantization.parameters().forEach((name, params) -> tensors
                .add(of(name, kind(graph.isConstant(name), params), params, Optional.ofNullable(signals.get(name)))));
        return tensors;
    }

    private static String kind(boolean isConstant, QParams params) {
        return !isConstant ? "activation" : params.codes() == DType.I32 ? "bias" : "weight";
    }

    private static TensorAnswer of(String name, String kind, QParams params, Optional<Sqnr> sqnr) {
        boolean perChannel = params.axis().isPresent();
        return new TensorAnswer(
                name,
                kind,
                params.codes().toString(),
                perChannel ? params.axis().getAsInt() : null,
                new Numbers(floats(params.scale()), perChannel),
                new Numbers(longs(params.zeroPoint()), perChannel),
                sqnr.filter(ratio -> ratio.reason().isEmpty()).map(Sqnr::decibels).orElse(null),
                sqnr.map(ratio -> ratio.reason().orElse(null)).orElse(sqnr.isPresent() ? null : "not measured"));
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
