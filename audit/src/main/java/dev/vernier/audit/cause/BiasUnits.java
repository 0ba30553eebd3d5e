package dev.vernier.audit.cause;

import dev.vernier.quant.QParams;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The units of int32 biases, which runtimes take to be input scale x weight scale whatever a file says. Where only the scale
/// of an activation is wrong in a file, the codes of the biases behind it still are those of the right one.
final class BiasUnits {
    /// What is left of the difference where a factor is the whole of it.
    private static final double LEFT = 0.05;

    private BiasUnits() {}

    /// Other parameters for some activations. The biases of the layers that read them keep their values, or where these are the
    /// float model's times a factor, become those.
    static Repair withActivations(Map<String, QParams> activations, Subject subject) {
        Repair repair = faulty -> Edits.withActivations(faulty, activations);
        for (BiasPair pair : BiasPair.of(subject)) {
            Optional<Tensor> bias = activations.containsKey(pair.layers().candidate().input())
                    ? factor(pair).map(pair::scaled)
                    : Optional.empty();
            if (bias.isPresent()) {
                repair = repair.and(faulty -> Edits.withBias(faulty, pair.layers().candidate(), bias.get()));
            }
        }
        return repair;
    }

    /// What a layer's bias must be multiplied with to become the float model's; empty where no factor but 1 does that.
    static Optional<Float> factor(BiasPair pair) {
        double product = 0;
        double square = 0;
        for (int channel = 0; channel < pair.channels(); channel++) {
            product += (double) pair.candidate(channel) * pair.reference(channel);
            square += (double) pair.candidate(channel) * pair.candidate(channel);
        }
        float factor = (float) (product / square);
        return pair.layers().candidate().hasBias() && distance(pair, factor) < LEFT * distance(pair, 1)
                ? Optional.of(factor)
                : Optional.empty();
    }

    private static double distance(BiasPair pair, double factor) {
        double distance = 0;
        for (int channel = 0; channel < pair.channels(); channel++) {
            distance += Math.abs(pair.candidate(channel) * factor - pair.reference(channel));
        }
        return distance;
    }

    /// Layers whose bias is off by a factor, as it is where the parameters of the activation that they read are wrong.
    static Set<LayerPair> ofUnfitRanges(Subject subject) {
        Set<String> unfit = UnifiedScaleGroup.of(subject).stream().filter(group -> RangeError.of(group).isPresent())
                .flatMap(group -> group.tensors().stream()).collect(Collectors.toSet());
        return BiasPair.of(subject).stream()
                .filter(pair -> unfit.contains(pair.layers().candidate().input()) && factor(pair).isPresent())
                .map(BiasPair::layers).collect(Collectors.toSet());
    }
}
