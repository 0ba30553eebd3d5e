package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Weights per channel whose codes are roundings of the float weights by scales that stand there, but in another order or
/// along another axis.
final class ScalePermuted implements Cause {
    /// One channel in so many may have a scale that does not stand there, as one is lost where scales are shifted.
    private static final int LOST = 32;

    @Override
    public List<Suspicion> examine(Subject subject) {
        List<String> tensors = new ArrayList<>();
        List<String> evidence = new ArrayList<>();
        Repair repair = faulty -> faulty;
        for (WeightPair pair : WeightPair.of(subject)) {
            Optional<float[]> right = rightScales(pair);
            if (right.isPresent()) {
                tensors.add(pair.name());
                evidence.add(evidence(pair, right.get()));
                repair = repair.and(repair(pair, right.get(), subject));
            }
        }
        if (tensors.isEmpty()) {
            return List.of();
        }
        return List.of(new Suspicion(FindingId.SCALE_PERMUTED, tensors,
                (tensors.size() == 1 ? "a weight has" : tensors.size() + " weights have")
                        + " the right scales at the wrong channels",
                evidence.getFirst(), Numbers.of("layers", tensors.size()), true, Optional.of(repair),
                "write scales in the order of the output channels, with the axis that they lie along"));
    }

    /// The scale by which each channel's codes are roundings of the float weights, where these are the ones that stand
    /// there in another order.
    static Optional<float[]> rightScales(WeightPair pair) {
        Optional<QParams> params = pair.params().filter(of -> of.axis().isPresent() && of.scale().size() > 1);
        if (params.isEmpty() || pair.isRounding() || params.get().scale().size() != pair.channels()) {
            return Optional.empty();
        }
        List<Factors> possible = pair.inSteps().factors().stream().map(Factors::inverse).toList();
        if (possible.stream().anyMatch(Factors::isEmpty)) {
            return Optional.empty();
        }
        float[] stored = params.get().scale().floats();
        float[] right = matched(stored, possible);
        long lost = IntStream.range(0, right.length).filter(channel -> right[channel] == 0).count();
        if (lost > 1 + right.length / LOST) {
            return Optional.empty();
        }
        IntStream.range(0, right.length).filter(channel -> right[channel] == 0)
                .forEach(channel -> right[channel] = (float) possible.get(channel).middle());
        return Optional.of(right);
    }

    /// To each channel a scale of its own that is possible there, 0 where none is left. A scale that can stay does; of the
    /// others the channels that allow the least come first, each with the smallest, which matches as many as can be.
    private static float[] matched(float[] stored, List<Factors> possible) {
        float[] right = new float[stored.length];
        TreeMap<Float, Integer> left = new TreeMap<>();
        List<Integer> wrong = new ArrayList<>();
        for (int channel = 0; channel < stored.length; channel++) {
            if (possible.get(channel).holds(stored[channel])) {
                right[channel] = stored[channel];
            } else {
                wrong.add(channel);
                left.merge(stored[channel], 1, Integer::sum);
            }
        }
        wrong.sort(Comparator.comparingDouble(channel -> possible.get(channel).high()));
        for (int channel : wrong) {
            Float scale = left.ceilingKey((float) possible.get(channel).low());
            if (scale != null && possible.get(channel).holds(scale)) {
                right[channel] = scale;
                left.merge(scale, -1, (count, less) -> count + less == 0 ? null : count + less);
            }
        }
        return right;
    }

    private static String evidence(WeightPair pair, float[] right) {
        QParams params = pair.params().orElseThrow();
        int axis = pair.layers().candidate().channelAxis();
        if (params.axis().orElseThrow() != axis) {
            return String.format(Locale.ROOT, "'%s': the scales lie along axis = %d and fit along axis = %d",
                    pair.name(),
                    params.axis().orElseThrow(), axis);
        }
        float[] stored = params.scale().floats();
        List<Integer> wrong = IntStream.range(0, right.length).filter(i -> stored[i] != right[i]).boxed().toList();
        int first = wrong.getFirst();
        return String.format(Locale.ROOT, "'%s': %d of %d channels, such as %d with scale = %.4g, needed %.4g",
                pair.name(), wrong.size(), right.length, first, stored[first], right[first]);
    }

    private static Repair repair(WeightPair pair, float[] right, Subject subject) {
        QParams params = pair.params().orElseThrow();
        QParams repaired = new QParams(Tensor.of(Shape.of(right.length), right), params.zeroPoint(),
                OptionalInt.of(pair.layers().candidate().channelAxis()));
        Tensor steps = pair.inSteps().candidate();
        float[] values = new float[steps.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = steps.floatAt(i) * right[pair.channel(i)];
        }
        Tensor weight = Tensor.of(steps.shape(), values);
        return Edits.ofBias(pair.layers(), subject)
                .and(faulty -> Edits.withConstant(faulty, pair.name(), weight, repaired));
    }
}
