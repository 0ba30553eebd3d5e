package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Activations with parameters that a conversion leaves where it saw no sample, though their values need a scale that is
/// far from theirs.
final class Uncalibrated implements Cause {
    /// How far the scale of what the samples hold must be from the one they have.
    private static final float FAR = 4;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<Unseen> unseen = UnifiedScaleGroup.of(subject).stream().flatMap(group -> Unseen.of(group).stream())
                .sorted(Comparator.comparing(Unseen::factor).reversed()).toList();
        if (unseen.isEmpty() || isRawInput(unseen, subject)) {
            return List.of();
        }
        List<String> tensors = new ArrayList<>();
        Map<String, QParams> right = new LinkedHashMap<>();
        unseen.forEach(one -> {
            tensors.addAll(one.group().tensors());
            right.putAll(one.group().with(one.calibrated()));
        });
        Unseen worst = unseen.getFirst();
        Range seen = worst.group().fit().ends();
        return List.of(new Suspicion(FindingId.UNCALIBRATED, tensors,
                (tensors.size() == 1 ? "an activation has " : tensors.size() + " activations have ")
                        + Default.of(worst.group().params()).orElseThrow().words + ", as without calibration",
                String.format(Locale.ROOT, "'%s' holds %.4g to %.4g, which needs a scale of %.4g", tensors.getFirst(),
                        seen.low(), seen.high(), RangeError.scale(worst.calibrated())),
                Numbers.of("seen_low", seen.low()).and("seen_high", seen.high())
                        .and("needed_scale", RangeError.scale(worst.calibrated())),
                true, Optional.of(BiasUnits.withActivations(right, subject)),
                "calibrate on samples before converting"));
    }

    /// Whether these are the model's input alone, calibrated on pixels from 0 to 255, as what follows from it shows.
    private static boolean isRawInput(List<Unseen> unseen, Subject subject) {
        return unseen.size() == 1 && subject.candidate().graph().inputs().stream()
                .anyMatch(input -> unseen.getFirst().group().tensors().contains(input.name()))
                && UnfitRanges.isOfOtherSamples(subject);
    }

    /// @param calibrated what the samples need
    private record Unseen(UnifiedScaleGroup group, QParams calibrated) {
        static Optional<Unseen> of(UnifiedScaleGroup group) {
            return Default.of(group.params())
                    .map(left -> new Unseen(group, group.fit().covering(group.params().codes())))
                    .filter(one -> one.factor() > FAR && !group.isZero());
        }

        double factor() {
            double ratio = RangeError.scale(calibrated) / RangeError.scale(group.params());
            return Math.max(ratio, 1 / ratio);
        }
    }

    /// What conversions leave.
    private enum Default {
        /// PyTorch's observers and fake quantization, ONNX Runtime where smallest and largest value are equal; with the zero
        /// point of symmetric codes, too.
        UNIT("scale 1 and zero point 0"),
        /// PyTorch's smallest scale, `torch.finfo(torch.float32).eps`, of an observer that saw zeros alone.
        SMALLEST("the smallest scale that there is, 1.2e-07"),
        /// TensorFlow's quantization wrappers begin with -6 to 6.
        SIX("a range of -6 to 6");

        private static final float EPSILON = 0x1p-23f;
        private static final double SIX_STEP = 12.0 / 255;

        private final String words;

        Default(String words) {
            this.words = words;
        }

        static Optional<Default> of(QParams params) {
            float scale = params.scale().floatAt(0);
            long zeroPoint = params.zeroPoint().longAt(0);
            long middle = (params.codes().min() + params.codes().max() + 1) / 2;
            if (scale == 1 && (zeroPoint == 0 || zeroPoint == middle || zeroPoint == params.codes().min())) {
                return Optional.of(UNIT);
            }
            if (scale == EPSILON) {
                return Optional.of(SMALLEST);
            }
            boolean isSix = Math.abs(scale / SIX_STEP - 1) < 1e-5 && Math.abs(zeroPoint - middle) <= 1;
            return isSix ? Optional.of(SIX) : Optional.empty();
        }
    }
}
