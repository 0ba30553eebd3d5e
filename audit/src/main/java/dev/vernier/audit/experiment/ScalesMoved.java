package dev.vernier.audit.experiment;

import dev.vernier.audit.cause.Edits;
import dev.vernier.audit.cause.LayerMatching;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Two quantized models of the same weights whose activations have other scales, as where an observer ran on between fake
/// quantization and conversion.
final class ScalesMoved implements Circumstance {
    private static final float ROUNDING = 1e-5f;

    @Override
    public List<Finding> examine(Experiment experiment) {
        QuantizedModel reference = experiment.reference();
        Optional<QuantizedModel> quantized = experiment.candidate().filter(model -> !model.quantization().isEmpty());
        if (reference.quantization().isEmpty() || quantized.isEmpty()) {
            return List.of();
        }
        QuantizedModel candidate = quantized.get();
        LayerMatching same = LayerMatching.of(reference.graph(), candidate.graph());
        Map<String, QParams> before = new LinkedHashMap<>();
        candidate.quantization().activations(candidate.graph()).parameters()
                .forEach((tensor, params) -> reference.quantization().find(same.tensors().getOrDefault(tensor, ""))
                        .filter(other -> other.axis().isEmpty() && params.axis().isEmpty())
                        .filter(other -> other.codes() == params.codes() && isMoved(other, params))
                        .ifPresent(other -> before.put(tensor, other)));
        return before.isEmpty() || !hasSameWeights(same, reference, candidate) ? List.of()
                : List.of(finding(experiment, candidate, before));
    }

    private static boolean isMoved(QParams one, QParams other) {
        return Math.abs(ratio(one, other) - 1) > ROUNDING || one.zeroPoint().longAt(0) != other.zeroPoint().longAt(0);
    }

    private static float ratio(QParams before, QParams after) {
        return after.scale().floatAt(0) / before.scale().floatAt(0);
    }

    /// Whether no weight of most layers is further off than a step.
    private static boolean hasSameWeights(LayerMatching same, QuantizedModel reference, QuantizedModel candidate) {
        long alike = same.layers().stream().filter(pair -> isAlike(
                reference.graph().constant(pair.reference().weight()).orElseThrow(),
                candidate.graph().constant(pair.candidate().weight()).orElseThrow(),
                candidate.quantization().find(pair.candidate().weight()))).count();
        return 2 * alike > same.layers().size();
    }

    private static boolean isAlike(Tensor one, Tensor other, Optional<QParams> params) {
        float step = 0;
        for (float scale : params.map(found -> found.scale().floats()).orElse(new float[0])) {
            step = Math.max(step, scale);
        }
        for (int i = 0; i < one.size(); i++) {
            if (!(Math.abs(one.floatAt(i) - other.floatAt(i)) <= step)) {
                return false;
            }
        }
        return true;
    }

    private static Finding finding(Experiment experiment, QuantizedModel candidate, Map<String, QParams> before) {
        String worst = before.keySet().stream().max((one, other) -> Double.compare(distance(one, before, candidate),
                distance(other, before, candidate))).orElseThrow();
        QParams after = candidate.quantization().find(worst).orElseThrow();
        Optional<Paired> undone = experiment.observed().flatMap(predictions -> undone(experiment, candidate, before)
                .map(restored -> Paired.of(predictions, restored)));
        boolean isCause = undone.filter(paired -> paired.change() > 0 && paired.mcNemar().rejects()).isPresent();
        return new Finding(FindingId.SCALES_MOVED, isCause ? Finding.Severity.ERROR : Finding.Severity.INFO,
                Optional.of(worst),
                before.size() + " of " + candidate.quantization().activations(candidate.graph()).parameters().size()
                        + " activations have another scale or zero point than in the reference",
                String.format(Locale.ROOT, "'%s': scale = %.4g, zero point = %d; in the reference %.4g, %d", worst,
                        after.scale().floatAt(0), after.zeroPoint().longAt(0), before.get(worst).scale().floatAt(0),
                        before.get(worst).zeroPoint().longAt(0)),
                undone.map(paired -> String.format(Locale.ROOT,
                        "with the reference's scales %,d of %,d are correct instead of %,d (p = %.2g)",
                        paired.candidateCorrect(), paired.n(), paired.referenceCorrect(), paired.p())),
                Optional.of("switch observers off before evaluating and converting; calibrate once"))
                .withNumbers(Numbers.of("moved", before.size()).and("scale", after.scale().floatAt(0))
                        .and("reference_scale", before.get(worst).scale().floatAt(0)))
                .withCounterfactual(undone);
    }

    private static double distance(String tensor, Map<String, QParams> before, QuantizedModel candidate) {
        return Math.abs(Math.log(ratio(before.get(tensor), candidate.quantization().find(tensor).orElseThrow())));
    }

    private static Optional<Predictions> undone(Experiment experiment, QuantizedModel candidate,
            Map<String, QParams> before) {
        try {
            return experiment.runner().attempt(FindingId.SCALES_MOVED + " undone",
                    Edits.withActivations(candidate, before).integer(),
                    experiment.samples());
        } catch (IllegalArgumentException cannotLower) {
            return Optional.empty();
        }
    }
}
