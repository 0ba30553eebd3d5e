package dev.vernier.quant.yaml;

import dev.vernier.quant.CodeType;
import dev.vernier.quant.Granularity;
import dev.vernier.quant.Keywords;
import dev.vernier.quant.QSpec;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Setting;
import dev.vernier.quant.Symmetry;
import java.util.List;

/// What the properties under a key are properties of.
enum Role {
    ACTIVATIONS(QSpec.OF_ACTIVATIONS, List.of(Granularity.PER_TENSOR)),
    WEIGHTS(QSpec.OF_WEIGHTS, List.of(Granularity.PER_TENSOR, Granularity.PER_CHANNEL));

    static final List<String> KEYS =
            List.of("dtype", "scheme", "granularity", "range", "reduce_range", "narrow_range", "power_of_two");

    private final List<CodeType> types;
    private final List<Granularity> granularities;

    Role(List<CodeType> types, List<Granularity> granularities) {
        this.types = types;
        this.granularities = granularities;
    }

    /// The property of one key.
    ///
    /// @throws dev.vernier.tensor.InputException where its value is none of those known
    Setting setting(Yaml.Entry entry) {
        return switch (entry.key()) {
            case "dtype" -> new Setting.Dtype(Keywords.parse("dtype", Scalars.word(entry), types));
            case "scheme" -> new Setting.Zero(Keywords.parse("scheme", Scalars.word(entry), Symmetry.class));
            case "granularity" -> new Setting.Grain(Keywords.parse("granularity", Scalars.word(entry), granularities));
            case "range" -> new Setting.Covering(entry.value() instanceof Yaml.Items(int line, List<Yaml> ends)
                    ? new RangeRule.Fixed(Scalars.range(line, ends))
                    : RangeRule.parse(Scalars.word(entry)));
            case "reduce_range" -> new Setting.ReduceRange(Scalars.flag(entry));
            case "narrow_range" -> new Setting.NarrowRange(Scalars.flag(entry));
            case "power_of_two" -> new Setting.PowerOfTwo(Scalars.flag(entry));
            default -> throw new IllegalStateException(entry.key() + " is none of " + KEYS);
        };
    }
}
