package dev.vernier.quant;

import dev.vernier.graph.Node;
import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What a qconfig says of some nodes or tensors alone.
///
/// @param match a node's or tensor's name, `*` in it for any characters and `?` for one; or an operator, as ONNX or the text
///     form calls it (`Conv`, `max_pool`)
/// @param inFloat whether what matches stays in float; empty where this says nothing about it
/// @param activations what is set for the codes of matching activations, and of those that matching nodes make
/// @param weights what is set for the codes of matching weights, and of those of matching layers
public record QOverride(
        String match, Optional<Boolean> inFloat, List<Setting> activations, List<Setting> weights) {

    /// @throws InputException where nothing can match, or nothing is said of what does
    public QOverride {
        Objects.requireNonNull(inFloat);
        activations = List.copyOf(activations);
        weights = List.copyOf(weights);
        if (match.isEmpty()) {
            throw new InputException("match = '', needed a name, a pattern of names or an operator");
        }
        if (inFloat.isEmpty() && activations.isEmpty() && weights.isEmpty()) {
            throw new InputException(
                    "match = " + match + " sets nothing, needed float, activations, weights or range beside it");
        }
    }

    /// Keeps what matches in float.
    public static QOverride inFloat(String match) {
        return new QOverride(match, Optional.of(true), List.of(), List.of());
    }

    /// Sets properties of activations.
    public static QOverride ofActivations(String match, Setting... settings) {
        return new QOverride(match, Optional.empty(), List.of(settings), List.of());
    }

    /// Sets properties of weights.
    public static QOverride ofWeights(String match, Setting... settings) {
        return new QOverride(match, Optional.empty(), List.of(), List.of(settings));
    }

    boolean matches(Node node) {
        return matches(node.label()) || plain(node.op().word()).equals(plain(match));
    }

    /// Whether a tensor is meant, by the name that it had before folding changed its value: `w''` is `w` still.
    boolean matchesTensor(String name) {
        return matches(name) || matches(name.replaceAll("'+$", ""));
    }

    /// Goes back to the last `*` alone, so that no pattern takes longer than its length times the name's.
    private boolean matches(String name) {
        int at = 0;
        int star = -1;
        int resume = 0;
        for (int i = 0; i < name.length();) {
            if (at < match.length() && match.charAt(at) == '*') {
                star = at++;
                resume = i;
            } else if (at < match.length() && (match.charAt(at) == '?' || match.charAt(at) == name.charAt(i))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < match.length() && match.charAt(at) == '*') {
            at++;
        }
        return at == match.length();
    }

    private static String plain(String operator) {
        return operator.toLowerCase(Locale.ROOT).replace("_", "");
    }
}
