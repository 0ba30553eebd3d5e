package dev.vernier.exam;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/// Activations whose parameters are wrong.
final class RangeFaults {
    private RangeFaults() {}

    static List<Fault> all() {
        return List.of(
                Fault.of(FindingId.UNCALIBRATED, (clean, none, random) -> planted(clean, random,
                        params -> QParams.perTensor(params.codes(), 1, 0)), 1),
                Fault.of(FindingId.CLIPPING, (clean, factor, random) -> planted(clean, random,
                        params -> scaled(params, factor)), 0.1, 0.2, 0.3, 0.4, 0.5),
                Fault.of(FindingId.WASTED_RANGE, (clean, factor, random) -> planted(clean, random,
                        params -> scaled(params, factor)), 4, 8, 16, 32, 50),
                Fault.of(FindingId.ZERO_POINT_SHIFT, (clean, codes, random) -> planted(clean, random,
                        params -> shifted(params, (int) codes)), 16, 32, 64, 96, 128),
                Fault.of(FindingId.CALIBRATION_MISMATCH, RangeFaults::miscalibrated, 0, 1, 2, 3));
    }

    /// One, half or all activations but the input: where that is off along with all others, samples are what was changed.
    private static Optional<Exhibit> planted(Clean clean, Random random, UnaryOperator<QParams> change) {
        return Optional.of(clean.with(changed(clean.model(), random, change)));
    }

    /// Activations that share their parameters keep doing so.
    static QuantizedModel changed(QuantizedModel model, Random random, UnaryOperator<QParams> change) {
        String input = model.graph().inputs().getFirst().name();
        Map<String, QParams> activations =
                model.quantization().activations(model.graph())
                        .only(tensor -> !tensor.equals(input)).parameters();
        List<QParams> chosen = new ArrayList<>(activations.values().stream().distinct().toList());
        Collections.shuffle(chosen, random);
        int count = List.of(1, (chosen.size() + 1) / 2, chosen.size()).get(random.nextInt(3));
        chosen.subList(count, chosen.size()).clear();
        Map<String, QParams> changed = new LinkedHashMap<>();
        activations.forEach((tensor, params) -> {
            if (chosen.contains(params)) {
                changed.put(tensor, change.apply(params));
            }
        });
        return Biases.rescaled(Changes.params(model, changed));
    }

    static QParams scaled(QParams params, double factor) {
        return QParams.perTensor(params.codes(), (float) (params.scale().floatAt(0) * factor),
                (int) params.zeroPoint().longAt(0));
    }

    /// Shifted to where the codes have more room.
    private static QParams shifted(QParams params, int codes) {
        long zeroPoint = params.zeroPoint().longAt(0);
        long middle = (params.codes().min() + params.codes().max()) / 2;
        long moved = Math.clamp(zeroPoint + (zeroPoint <= middle ? codes : -codes), params.codes().min(),
                params.codes().max());
        return QParams.perTensor(params.codes(), params.scale().floatAt(0), (int) moved);
    }

    private static Optional<Exhibit> miscalibrated(Clean clean, double variant, Random random) {
        Preprocess other = switch ((int) variant) {
            case 0 -> Preprocess.RAW;
            case 1 -> Preprocess.UNIT;
            case 2 -> Preprocess.parse("scale=1/510");
            default -> Preprocess.SIGNED;
        };
        return Optional.of(clean.with(clean.calibrated(Loader.of(clean.calibration().dataset(), other))));
    }
}
