package dev.vernier.graph.op;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// The operators by the word that the text form has for them: the one place where a word becomes an operator.
final class Words {
    private static final Map<String, Function<Attributes, Op>> TABLE = Map.ofEntries(
            Map.entry("cast", Cast::from),
            Map.entry("concat", Concat::from),
            Map.entry("constant_of_shape", ConstantOfShape::from),
            Map.entry("dequantize", Dequantize::from),
            Map.entry("dropout", Dropout::from),
            Map.entry("dynamic_quantize", DynamicQuantize::from),
            Map.entry("expand", Expand::from),
            Map.entry("flatten", Flatten::from),
            Map.entry("gather", Gather::from),
            Map.entry("identity", Identity::from),
            Map.entry("pad", Pad::from),
            Map.entry("quantize", Quantize::from),
            Map.entry("reshape", Reshape::from),
            Map.entry("shape", ShapeOf::from),
            Map.entry("slice", Slice::from),
            Map.entry("squeeze", Squeeze::from),
            Map.entry("transpose", Transpose::from),
            Map.entry("unsqueeze", Unsqueeze::from));

    private Words() {}

    static Op op(String word, Attributes attributes) {
        Function<Attributes, Op> from = TABLE.get(word);
        if (from == null) {
            throw new IllegalArgumentException(
                    "operator " + word + ", known: " + String.join(", ", new TreeMap<>(TABLE).keySet()));
        }
        try {
            return from.apply(attributes);
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(word + ": " + unfit.getMessage(), unfit);
        }
    }
}
