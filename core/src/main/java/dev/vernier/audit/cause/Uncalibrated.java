package dev.vernier.audit.cause;

import dev.vernier.audit.FindingId;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Activations with scale 1 and zero point 0, as a conversion leaves them that saw no sample, though their values would
/// need a scale that is far from 1.
final class Uncalibrated implements Cause {
    /// How far the scale of what the samples hold must be from 1.
    private static final float FAR = 4;

    @Override
    public List<Suspicion> examine(Subject subject) {
        Map<String, QParams> right = new LinkedHashMap<>();
        subject.candidate().quantization().activations(subject.candidate().graph()).parameters()
                .forEach((tensor, params) -> {
                    if (isDefault(params)) {
                        subject.seen(tensor).map(range -> Edits.covering(range, params))
                                .filter(calibrated -> isFarFromOne(calibrated.scale().floatAt(0)))
                                .ifPresent(calibrated -> right.put(tensor, calibrated));
                    }
                });
        if (right.isEmpty()) {
            return List.of();
        }
        String first = right.keySet().iterator().next();
        Range seen = subject.seen(first).orElseThrow();
        return List.of(new Suspicion(FindingId.UNCALIBRATED, List.copyOf(right.keySet()),
                (right.size() == 1 ? "an activation has" : right.size() + " activations have")
                        + " scale 1 and zero point 0, as without calibration",
                String.format(Locale.ROOT, "'%s' holds %.4g to %.4g, which needs a scale of %.4g", first, seen.low(),
                        seen.high(), right.get(first).scale().floatAt(0)),
                true, Optional.of(faulty -> Edits.withActivations(faulty, right)),
                "calibrate on samples before converting"));
    }

    private static boolean isDefault(QParams params) {
        return params.axis().isEmpty() && params.scale().floatAt(0) == 1 && params.zeroPoint().longAt(0) == 0;
    }

    private static boolean isFarFromOne(float scale) {
        return scale < 1 / FAR || scale > FAR;
    }
}
