package dev.vernier.graph.op;

import dev.vernier.tensor.Literal;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An operator's attributes by name, in order, as the text form shows them. A value is a `Long`, a `Float`, a
/// `Boolean`, a `String` (a word), a `List<Integer>` or a scalar [Tensor].
public final class Attributes {
    public static final Attributes NONE = new Attributes(new LinkedHashMap<>());

    private final LinkedHashMap<String, Object> values;

    private Attributes(LinkedHashMap<String, Object> values) {
        this.values = values;
    }

    public Attributes with(String name, long value) {
        return put(name, value);
    }

    public Attributes with(String name, float value) {
        return put(name, value);
    }

    public Attributes with(String name, boolean value) {
        return put(name, value);
    }

    public Attributes with(String name, String word) {
        return put(name, word);
    }

    public Attributes with(String name, List<Integer> values) {
        return put(name, List.copyOf(values));
    }

    /// @param scalar a tensor of shape `[]`
    public Attributes with(String name, Tensor scalar) {
        return put(name, scalar.reshaped(Shape.SCALAR));
    }

    private Attributes put(String name, Object value) {
        LinkedHashMap<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Attributes(more);
    }

    /// An integer attribute, `absent` where it is not there.
    public int integer(String name, int absent) {
        return values.containsKey(name) ? Math.toIntExact(typed(name, Long.class, "an integer")) : absent;
    }

    public float number(String name, float absent) {
        Object value = values.get(name);
        return value == null ? absent : value instanceof Long whole ? whole : typed(name, Float.class, "a number");
    }

    public boolean flag(String name, boolean absent) {
        return values.containsKey(name) ? typed(name, Boolean.class, "true or false") : absent;
    }

    public String word(String name, String absent) {
        return values.containsKey(name) ? typed(name, String.class, "a word") : absent;
    }

    @SuppressWarnings("unchecked")
    public List<Integer> integers(String name, List<Integer> absent) {
        return values.containsKey(name) ? typed(name, List.class, "a list of integers") : absent;
    }

    public Tensor scalar(String name, Tensor absent) {
        return values.containsKey(name) ? typed(name, Tensor.class, "a typed scalar such as i64(0)") : absent;
    }

    private <T> T typed(String name, Class<T> type, String needed) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " = " + text(value) + ", needed " + needed);
        }
        return type.cast(value);
    }

    /// This, after checking that no other attributes are there.
    ///
    /// @throws IllegalArgumentException where there are; the message lists the known names
    public Attributes only(String... known) {
        for (String name : values.keySet()) {
            if (!Set.of(known).contains(name)) {
                throw new IllegalArgumentException("attribute " + name + ", known: "
                        + (known.length == 0 ? "none" : String.join(", ", known)));
            }
        }
        return this;
    }

    /// This, after checking that attributes without a default are there.
    ///
    /// @throws IllegalArgumentException where one is absent
    public Attributes needs(String... names) {
        for (String name : names) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("attribute " + name + " is absent, needed it");
            }
        }
        return this;
    }

    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /// The text form without its braces: `kernel = [3, 3], groups = 2`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ").append(name).append(" = ")
                .append(text(value)));
        return text.toString();
    }

    private static String text(Object value) {
        return switch (value) {
            case Float number -> Literal.of(number);
            case Tensor scalar -> scalar.dtype() + "(" + Literal.of(scalar, 0) + ")";
            default -> value.toString();
        };
    }
}
