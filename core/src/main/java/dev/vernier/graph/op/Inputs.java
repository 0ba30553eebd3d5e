package dev.vernier.graph.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A node's inputs in order, some of which may be absent.
///
/// @param <T> [dev.vernier.tensor.Tensor] where the node is evaluated, [Operand] where its type is inferred
public final class Inputs<T> {
    private final List<T> values;

    private Inputs(List<T> values) {
        this.values = values;
    }

    /// @param values in order; null stands for an absent one
    public static <T> Inputs<T> of(List<T> values) {
        return new Inputs<>(Collections.unmodifiableList(values));
    }

    /// @param values in order; null stands for an absent one
    @SafeVarargs
    public static <T> Inputs<T> of(T... values) {
        List<T> list = new ArrayList<>();
        for (T value : values) {
            list.add(value);
        }
        return of(list);
    }

    /// How many inputs were given, absent ones in between counted.
    public int count() {
        return values.size();
    }

    public boolean has(int index) {
        return index < values.size() && values.get(index) != null;
    }

    public Optional<T> find(int index) {
        return has(index) ? Optional.of(values.get(index)) : Optional.empty();
    }

    /// A required input.
    ///
    /// @throws IllegalArgumentException where it is absent
    public T at(int index) {
        if (!has(index)) {
            throw new IllegalArgumentException("input " + index + " is absent, needed a tensor");
        }
        return values.get(index);
    }

    /// All inputs of an operator that takes any number of them.
    ///
    /// @throws IllegalArgumentException where one is absent
    public List<T> all() {
        for (int index = 0; index < values.size(); index++) {
            at(index);
        }
        return values;
    }
}
