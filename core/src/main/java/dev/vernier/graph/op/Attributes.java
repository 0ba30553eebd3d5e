package dev.vernier.graph.op;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An operator's attributes by name, in order, as the text form shows them. A value is a `Long`, a `Float`, a `Boolean`,
/// a `String` (a word) or a `List<Integer>`.
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

    private <T> T typed(String name, Class<T> type, String needed) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(name + " = " + value + ", needed " + needed);
        }
        return type.cast(value);
    }

    /// This, after checking that no other attributes are there.
    ///
    /// @throws IllegalArgumentException where there are; the message lists the known names
    public Attributes only(String... known) {
        for (String name : values.keySet()) {
            if (!Set.of(known).contains(name)) {
                throw new IllegalArgumentException("attribute " + name + ", known: " + String.join(", ", known));
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
        values.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append(" = ").append(value));
        return text.toString();
    }
}
