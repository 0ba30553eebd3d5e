package dev.vernier.tflite;

import com.google.flatbuffers.Table;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Operator;

/// An operator as a file holds it.
///
/// @param code one of [BuiltinOperator]
/// @param custom the name of a custom operator; empty for others
/// @param inputs tensors by their place in the file, [#ABSENT] for none
/// @param outputs tensors by their place in the file
/// @param place among the file's operators
record StoredOperator(int code, String custom, List<Integer> inputs, List<Integer> outputs, Operator table, int place) {
    /// What stands for an input that is not there.
    static final int ABSENT = -1;

    /// `CONV_2D`, or `CUSTOM Name`.
    String name() {
        if (code == BuiltinOperator.CUSTOM) {
            return "CUSTOM " + custom;
        }
        return code >= 0 && code <= BuiltinOperator.RIGHT_SHIFT ? BuiltinOperator.name(code) : "operator " + code;
    }

    boolean has(int input) {
        return input < inputs.size() && inputs.get(input) != ABSENT;
    }

    /// @throws IllegalArgumentException where it is absent
    int input(int index) {
        if (!has(index)) {
            throw new IllegalArgumentException(inputs.size() + " inputs, needed number " + index);
        }
        return inputs.get(index);
    }

    /// The first output, which for most operators is the only one.
    int output() {
        return outputs.getFirst();
    }

    /// Its options.
    ///
    /// @param type the number of this kind of options, one of `BuiltinOptions`
    /// @param empty where they are read into
    /// @throws IllegalArgumentException where it has none, or those of another kind
    <O extends Table> O options(byte type, O empty) {
        if (!option(type, empty, any -> true, false)) {
            throw new IllegalArgumentException("no options, needed those of kind " + type);
        }
        return empty;
    }

    /// One of its options, which the file leaves out where all have their defaults.
    ///
    /// @param type the number of this kind of options, one of `BuiltinOptions`
    /// @param empty where they are read into
    /// @throws IllegalArgumentException where it has options of another kind
    <O extends Table, V> V option(byte type, O empty, Function<O, V> option, V absent) {
        if (table.builtinOptionsType() == 0) {
            return absent;
        }
        if (table.builtinOptionsType() != type) {
            throw new IllegalArgumentException(
                    "options of kind " + table.builtinOptionsType() + ", needed kind " + type);
        }
        Table found = table.builtinOptions(empty);
        return found == null ? absent : option.apply(empty);
    }
}
