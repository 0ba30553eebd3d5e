package dev.vernier.audit.cause;

import dev.vernier.calibrate.Fit;
import dev.vernier.calibrate.Histogram;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.DType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Activations that pass on the same codes, through pooling, flattening, concatenation and the like. They share their
/// parameters, which therefore change together: else codes would have to be made anew between them.
///
/// @param tensors in the graph's order, those first that the others come from
/// @param params of all of them
/// @param seen what the float model's part for them holds
record UnifiedScaleGroup(List<String> tensors, QParams params, Histogram seen) {
    private static final Set<DType> CODES = Set.of(DType.I4, DType.I8, DType.U8, DType.I16, DType.U16);

    /// The activations of the candidate that samples reached, with parameters of the whole tensor.
    static List<UnifiedScaleGroup> of(Subject subject) {
        QuantizedModel model = subject.candidate();
        Map<String, QParams> params = model.quantization().activations(model.graph()).parameters();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Map<String, String> shared = Placement.of(model.graph(), QConfig.TFLITE).shared();
        params.forEach((tensor, own) -> {
            if (own.axis().isEmpty() && CODES.contains(own.codes())) {
                groups.computeIfAbsent(origin(tensor, shared, params), first -> new ArrayList<>()).add(tensor);
            }
        });
        List<UnifiedScaleGroup> all = new ArrayList<>();
        groups.forEach((origin, tensors) -> {
            tensors.sort(Comparator.comparing(tensor -> !tensor.equals(origin)));
            tensors.stream().flatMap(tensor -> seen(tensor, subject).stream()).reduce(Histogram::merge)
                    .ifPresent(seen -> all.add(new UnifiedScaleGroup(List.copyOf(tensors), params.get(origin), seen)));
        });
        return all;
    }

    private static String origin(String tensor, Map<String, String> shared, Map<String, QParams> params) {
        String origin = tensor;
        while (shared.containsKey(origin) && params.get(tensor).equals(params.get(shared.get(origin)))) {
            origin = shared.get(origin);
        }
        return origin;
    }

    private static Optional<Histogram> seen(String tensor, Subject subject) {
        return Optional.ofNullable(subject.same().tensors().get(tensor))
                .map(name -> subject.seen().statistics().get(name))
                .map(halves -> halves.whole())
                .filter(histogram -> histogram.range().isPresent());
    }

    /// Whether samples made them all zero, which any parameters hold.
    boolean isZero() {
        return seen.ends().low() == 0 && seen.ends().high() == 0;
    }

    Fit fit() {
        return Fit.of(seen);
    }

    /// Other parameters for all of them.
    Map<String, QParams> with(QParams other) {
        Map<String, QParams> all = new LinkedHashMap<>();
        tensors.forEach(tensor -> all.put(tensor, other));
        return all;
    }
}
