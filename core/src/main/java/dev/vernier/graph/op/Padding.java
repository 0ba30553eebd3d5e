package dev.vernier.graph.op;

import java.util.Collections;
import java.util.List;

/// How many positions a window may reach beyond the input, along each spatial axis.
public sealed interface Padding {
    /// Fixed amounts before the first and after the last position of each spatial axis.
    record Explicit(List<Integer> before, List<Integer> after) implements Padding {
        public Explicit {
            before = List.copyOf(before);
            after = List.copyOf(after);
            if (before.size() != after.size()) {
                throw new IllegalArgumentException(
                        "padding before " + before + " and after " + after + ", needed as many of each");
            }
            if (before.stream().anyMatch(p -> p < 0) || after.stream().anyMatch(p -> p < 0)) {
                throw new IllegalArgumentException(
                        "padding before " + before + " and after " + after + ", needed none below 0");
            }
        }
    }

    /// As much as makes the output size ceil(input / stride); an odd one goes after (`upper`) or before (lower).
    /// ONNX's SAME_UPPER and SAME_LOWER, TensorFlow's SAME (upper).
    record Same(boolean upper) implements Padding {}

    static Padding none(int spatialRank) {
        List<Integer> zeros = Collections.nCopies(spatialRank, 0);
        return new Explicit(zeros, zeros);
    }
}
