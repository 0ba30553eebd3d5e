package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.quant.QParams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Activations whose parameters do not suit what the samples hold: ranges too narrow, too wide, or moved; or, where inputs
/// and much of what follows from them are concerned, taken from other samples.
final class UnfitRanges implements Cause {
    /// The share of activations that other samples make misfits of, at least.
    private static final double MANY = 0.4;

    /// The share of an input's values that no rule leaves out which saw samples like these.
    private static final double CUT = 0.05;

    /// Of so many activations one more would not suit the samples either, if the calibration had seen others.
    private static final int FEW = 5;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<UnifiedScaleGroup> all = UnifiedScaleGroup.of(subject);
        List<RangeError> misfits = misfits(all);
        if (isOfOtherSamples(all, misfits, subject)) {
            return List.of(suspicion(FindingId.CALIBRATION_MISMATCH, misfits, subject,
                    "a range of other samples, the model's input among them",
                    "calibrate on samples that are drawn and preprocessed like those evaluated"));
        }
        Map<RangeError.Kind, List<RangeError>> kinds =
                misfits.stream().collect(Collectors.groupingBy(RangeError::kind));
        List<Suspicion> suspicions = new ArrayList<>();
        for (RangeError.Kind kind : RangeError.Kind.values()) {
            if (kinds.containsKey(kind)) {
                suspicions.add(suspicion(kind, kinds.get(kind), subject));
            }
        }
        return suspicions;
    }

    private static List<RangeError> misfits(List<UnifiedScaleGroup> all) {
        return all.stream().flatMap(group -> RangeError.of(group).stream()).sorted().toList();
    }

    /// Whether the input does not suit the samples, and much of what follows from it does not either, or much is cut off it
    /// and it is not the only one.
    static boolean isOfOtherSamples(Subject subject) {
        List<UnifiedScaleGroup> all = UnifiedScaleGroup.of(subject);
        return isOfOtherSamples(all, misfits(all), subject);
    }

    private static boolean isOfOtherSamples(List<UnifiedScaleGroup> all, List<RangeError> misfits, Subject subject) {
        Set<String> inputs =
                subject.candidate().graph().inputs().stream().map(input -> input.name()).collect(Collectors.toSet());
        List<RangeError> ofInputs = misfits.stream()
                .filter(error -> error.group().tensors().stream().anyMatch(inputs::contains)).toList();
        boolean isMuchCut = ofInputs.stream().anyMatch(error -> error.beyond() > CUT);
        boolean isAlone = ofInputs.size() == misfits.size() && all.size() >= FEW;
        return isMuchCut && !isAlone || !ofInputs.isEmpty() && misfits.size() >= MANY * all.size();
    }

    private static Suspicion suspicion(RangeError.Kind kind, List<RangeError> misfits, Subject subject) {
        return switch (kind) {
            case SHIFTED -> suspicion(FindingId.ZERO_POINT_SHIFT, misfits, subject,
                    "a zero point that moves the range away from what the samples hold",
                    "check the zero points, and that uint8 codes are not read as int8 ones, or the other way round");
            case NARROW ->
                suspicion(FindingId.CLIPPING, misfits, subject, "a range that cuts off what the samples hold",
                        "choose the range anew by minmax or mse, on samples like those evaluated");
            case WIDE ->
                suspicion(FindingId.WASTED_RANGE, misfits, subject, "a range far wider than what the samples hold",
                        "choose the range anew by mse or percentile, and look for outliers in the calibration samples");
        };
    }

    private static Suspicion suspicion(FindingId id, List<RangeError> misfits, Subject subject, String text,
            String remedy) {
        List<String> tensors = new ArrayList<>();
        Map<String, QParams> right = new LinkedHashMap<>();
        misfits.forEach(error -> {
            tensors.addAll(error.group().tensors());
            right.putAll(error.group().with(error.right()));
        });
        String who = tensors.size() == 1 ? "an activation has " : tensors.size() + " activations have ";
        return new Suspicion(id, tensors, who + text, evidence(misfits.getFirst()), numbers(misfits.getFirst()), false,
                Optional.of(BiasUnits.withActivations(right, subject)), remedy);
    }

    private static Numbers numbers(RangeError worst) {
        QParams params = worst.group().params();
        return Numbers.of("codes_low", params.ends(0).low()).and("codes_high", params.ends(0).high())
                .and("seen_low", worst.group().seen().ends().low()).and("seen_high", worst.group().seen().ends().high())
                .and("beyond_percent", 100 * worst.beyond()).and("squared_error_ratio", worst.excess())
                .and("scale", RangeError.scale(params)).and("zero_point", params.zeroPoint().longAt(0))
                .and("better_scale", RangeError.scale(worst.right()))
                .and("better_zero_point", worst.right().zeroPoint().longAt(0));
    }

    private static String evidence(RangeError worst) {
        QParams params = worst.group().params();
        return String.format(Locale.ROOT,
                "'%s': codes hold %.4g to %.4g, samples %.4g to %.4g, beyond the ends = %.3g %%, squared error = %.3g"
                        + " times that of covering them, scale = %.4g, zero point = %d, better = %.4g, %d",
                worst.group().tensors().getFirst(), params.ends(0).low(), params.ends(0).high(),
                worst.group().seen().ends().low(), worst.group().seen().ends().high(), 100 * worst.beyond(),
                worst.excess(),
                RangeError.scale(params), params.zeroPoint().longAt(0), RangeError.scale(worst.right()),
                worst.right().zeroPoint().longAt(0));
    }
}
