package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Channels whose bias has no int32 code, since their weights' scale is too small for it: it saturates or wraps around
/// (ONNX Runtime, pull request 25278).
final class BiasOverflow implements Cause {
    private static final double INT32 = 0x1p31;

    /// What leaves room for the products that are added to it.
    private static final float FITTING = 0x1p30f;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<String> tensors = new ArrayList<>();
        double largest = 0;
        int channels = 0;
        Repair repair = faulty -> faulty;
        List<WeightPair> weights = WeightPair.of(subject);
        for (BiasPair pair : BiasPair.of(subject)) {
            Optional<WeightPair> weight =
                    weights.stream().filter(one -> one.layers().equals(pair.layers())).findFirst();
            List<Integer> overflowing = overflowing(pair);
            if (weight.isPresent() && weight.get().params().isPresent() && !overflowing.isEmpty()) {
                tensors.add(pair.name());
                tensors.add(weight.get().name());
                channels += overflowing.size();
                largest = Math.max(largest, overflowing.stream().mapToDouble(channel -> code(pair, channel)).max()
                        .getAsDouble());
                repair = repair.and(repair(pair, weight.get(), overflowing));
            }
        }
        if (tensors.isEmpty()) {
            return List.of();
        }
        return List.of(new Suspicion(FindingId.BIAS_OVERFLOW, tensors,
                channels + (channels == 1 ? " channel has a bias" : " channels have biases")
                        + " that int32 cannot hold at the scale of the sums",
                String.format(Locale.ROOT, "largest code that a bias needs = %.4g, int32 ends at 2.147e+09", largest),
                Numbers.of("channels", channels).and("largest_code", largest), true, Optional.of(repair),
                "keep the scales of weights above |bias| / (input scale x 2^30)"));
    }

    private static double code(BiasPair pair, int channel) {
        return Math.abs(pair.reference(channel) / (double) pair.step(channel));
    }

    private static List<Integer> overflowing(BiasPair pair) {
        List<Integer> channels = new ArrayList<>();
        for (int channel = 0; channel < pair.channels(); channel++) {
            if (pair.step(channel) > 0 && code(pair, channel) >= INT32) {
                channels.add(channel);
            }
        }
        return channels;
    }

    /// Gives these channels, or the whole tensor where it has one scale, the float weights and a scale that the bias fits.
    private static Repair repair(BiasPair pair, WeightPair weight, List<Integer> overflowing) {
        return faulty -> {
            QParams params = weight.params().orElseThrow();
            float[] covering = Edits.covering(weight.reference(), params).scale().floats();
            float[] scales = params.scale().floats();
            for (int channel : overflowing) {
                int place = channel % scales.length;
                float needed = (float) (scales[place] * code(pair, channel) / FITTING);
                scales[place] = Math.max(needed, covering[place]);
            }
            float[] values = weight.candidate().floats();
            for (int i = 0; i < values.length; i++) {
                if (scales.length == 1 || overflowing.contains(weight.channel(i))) {
                    values[i] = weight.reference().floatAt(i);
                }
            }
            QParams fitting =
                    new QParams(Tensor.of(params.scale().shape(), scales), params.zeroPoint(), params.axis());
            return Edits.withBias(
                    Edits.withConstant(faulty, weight.name(), Tensor.of(weight.candidate().shape(), values), fitting),
                    pair.layers().candidate(), pair.restored(overflowing::contains));
        };
    }
}
