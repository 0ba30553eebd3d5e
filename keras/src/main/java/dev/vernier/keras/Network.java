package dev.vernier.keras;

import java.util.List;

/// Layers and how they are called.
///
/// @param layers in the file's order
/// @param calls what is computed, in any order
/// @param inputs the calls of input layers that it is given values for
/// @param outputs what it gives
record Network(List<KerasLayer> layers, List<Call> calls, List<Reference> inputs, List<Reference> outputs) {
    Network {
        layers = List.copyOf(layers);
        calls = List.copyOf(calls);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// What the n-th call of a layer gave.
    ///
    /// @param layer its name within the network
    /// @param call from 0
    /// @param output which of its results, from 0
    record Reference(String layer, int call, int output) {}

    /// What a layer is called with: results of others or numbers.
    sealed interface Argument {
        /// A result.
        record Result(Reference from) implements Argument {}

        /// A number.
        record Number(float value) implements Argument {}
    }

    /// One call of a layer, which may be called several times.
    ///
    /// @param index from 0
    record Call(KerasLayer layer, int index, List<Argument> arguments) {
        Call {
            arguments = List.copyOf(arguments);
        }
    }
}
