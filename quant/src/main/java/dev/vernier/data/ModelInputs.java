package dev.vernier.data;

import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a model takes of each sample: the input that preprocessing is for, and further ones that are taken as they are.
///
/// @param main the image of a model that takes one
/// @param further the others, in the model's order; none of most models
/// @param isSure whether no other input could be meant to be preprocessed
public record ModelInputs(ModelInput main, List<ModelInput> further, boolean isSure) {
    private static final int IMAGE = 4;

    public ModelInputs {
        further = List.copyOf(further);
    }

    /// The main input is the one that is asked for; else the first of float32 that is an image `[n, c, h, w]`, or else has
    /// several axes; else the first one that holds no bytes.
    ///
    /// @param inputs of a graph, at least one
    /// @param asked its name, which of the only input is for people alone
    /// @throws InputException where no input is called so
    public static ModelInputs of(List<ModelInput> inputs, Optional<String> asked) {
        List<ModelInput> meant = asked.filter(name -> inputs.size() > 1).map(name -> named(inputs, name))
                .orElseGet(() -> Stream.of(IMAGE, 2)
                        .map(rank -> candidates(inputs, rank)).filter(found -> !found.isEmpty()).findFirst()
                        .orElseGet(() -> withoutBytes(inputs)));
        ModelInput main = meant.getFirst();
        return new ModelInputs(main, inputs.stream().filter(input -> !input.equals(main)).toList(), meant.size() == 1);
    }

    private static List<ModelInput> named(List<ModelInput> inputs, String name) {
        List<ModelInput> found = inputs.stream().filter(input -> input.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw new InputException("input = " + name + ", known: "
                    + inputs.stream().map(ModelInput::name).collect(Collectors.joining(", ")));
        }
        return found;
    }

    private static List<ModelInput> withoutBytes(List<ModelInput> inputs) {
        List<ModelInput> others = inputs.stream()
                .filter(input -> !input.isOfBytes()).toList();
        return others.isEmpty() ? inputs : others;
    }

    private static List<ModelInput> candidates(List<ModelInput> inputs, int rank) {
        return inputs.stream().filter(ModelInput::isReal)
                .filter(input -> rank == IMAGE ? input.shape().rank() == rank
                        : input.shape().rank() >= rank)
                .toList();
    }

    /// All of them.
    public List<ModelInput> all() {
        return Stream.concat(Stream.of(main), further.stream()).toList();
    }

    /// Whether the main one is preprocessed; whole numbers of other types than float32 are taken as they are.
    public boolean isPreprocessed() {
        return main.isReal();
    }

    /// Their names and types, for messages.
    @Override
    public String toString() {
        return all().stream().map(input -> input.name() + " " + input.type()).collect(Collectors.joining(", "));
    }
}
