package dev.vernier.conformance.networks;

import dev.vernier.graph.GraphText;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Where two results of a network differ by more than they may.
///
/// @param stage what was compared, such as `integer onednn: threads = 2`
/// @param difference the first one, or what was thrown
record Disagreement(RandomNetwork network, String stage, String difference) {

    /// The first difference from what the reference gives, beyond its bounds.
    static Optional<String> first(Map<String, Tensor> expected, Map<String, Tensor> actual, Bounds bounds) {
        for (String name : expected.keySet()) {
            Tensor wanted = expected.get(name);
            Tensor given = actual.get(name);
            if (given == null || wanted.dtype() != given.dtype() || !wanted.shape().equals(given.shape())) {
                return Optional.of("output '" + name + "' = " + given + ", needed " + wanted);
            }
            Tensor bound = bounds.of(name);
            for (int i = 0; i < wanted.size(); i++) {
                double far = Math.abs(wanted.doubleAt(i) - given.doubleAt(i));
                if (!(far <= bound.floatAt(i)) && Double.compare(wanted.doubleAt(i), given.doubleAt(i)) != 0) {
                    return Optional.of("output '" + name + "' " + wanted.dtype() + wanted.shape() + " at " + i + " = "
                            + given.doubleAt(i) + ", needed " + wanted.doubleAt(i) + " +- " + bound.floatAt(i)
                            + "; " + differing(wanted, given, bound) + " of " + wanted.size() + " differ");
                }
            }
        }
        return Optional.empty();
    }

    private static long differing(Tensor wanted, Tensor given, Tensor bound) {
        long differing = 0;
        for (int i = 0; i < wanted.size(); i++) {
            differing += Math.abs(wanted.doubleAt(i) - given.doubleAt(i)) <= bound.floatAt(i) ? 0 : 1;
        }
        return differing;
    }

    /// The first difference in bits.
    static Optional<String> first(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        for (String name : expected.keySet()) {
            byte[] wanted = expected.get(name).bytes();
            byte[] given = actual.get(name).bytes();
            if (!Arrays.equals(wanted, given)) {
                return Optional.of("output '" + name + "' = " + actual.get(name) + ", needed the bits of "
                        + expected.get(name) + "; first other byte at " + Arrays.mismatch(wanted, given));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "seed " + network.seed() + ", qconfig " + network.config() + ", " + stage + ": " + difference + "\n"
                + GraphText.print(network.graph()).indent(4);
    }
}
