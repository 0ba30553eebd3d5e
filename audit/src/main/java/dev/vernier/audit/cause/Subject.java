package dev.vernier.audit.cause;

import dev.vernier.audit.error.TensorError;
import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Histogram;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Range;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A float model, the int8 model that is said to come from it, and what samples do in the float one.
///
/// @param reference with batch norm folded
/// @param candidate whose graph has the float values of its codes
/// @param same what of one is what of the other
/// @param seen the reference's activations on samples like those of the evaluation
/// @param referenceQuantization of a reference whose values are those of codes
/// @param errors what quantization does to the candidate's tensors, as far as it was measured
public record Subject(
        Graph reference, QuantizedModel candidate, LayerMatching same, Calibration<Histogram> seen,
        Quantization referenceQuantization, Map<String, TensorError> errors) {
    /// Samples whose activations tell what a range should have been.
    public static final int SEEN = 256;

    public Subject {
        errors = Map.copyOf(errors);
    }

    /// With no errors measured.
    public Subject(Graph reference, QuantizedModel candidate, LayerMatching same, Calibration<Histogram> seen,
            Quantization referenceQuantization) {
        this(reference, candidate, same, seen, referenceQuantization, Map.of());
    }

    /// With a reference that was never quantized, and no errors measured.
    public Subject(Graph reference, QuantizedModel candidate, LayerMatching same, Calibration<Histogram> seen) {
        this(reference, candidate, same, seen, Quantization.NONE);
    }

    /// The reference's activations that causes need to have seen.
    public static Set<String> toSee(LayerMatching same, QuantizedModel candidate) {
        Set<String> tensors = new TreeSet<>();
        candidate.quantization().activations(candidate.graph()).parameters().keySet().stream()
                .filter(same.tensors()::containsKey).map(same.tensors()::get).forEach(tensors::add);
        return tensors;
    }

    /// The same with what was measured of its tensors.
    public Subject withErrors(Map<String, TensorError> measured) {
        return new Subject(reference, candidate, same, seen, referenceQuantization, measured);
    }

    /// What the float model's part for an activation of the candidate holds; empty where that was not seen.
    Optional<Range> seen(String tensor) {
        return Optional.ofNullable(same.tensors().get(tensor))
                .map(name -> seen.statistics().get(name))
                .flatMap(halves -> halves.whole().ends().range());
    }
}
