package dev.vernier.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// What a file says of one layer, by key. A value of another kind than is asked for throws an [IllegalArgumentException] of
/// the form `key = value, needed ...`.
record Settings(JsonNode node) {
    private static final int LONGEST = 60;

    /// @throws IllegalArgumentException where it is no object
    static Settings of(JsonNode node, String what) {
        if (!node.isObject()) {
            throw new IllegalArgumentException(what + " = " + shown(node) + ", needed an object");
        }
        return new Settings(node);
    }

    /// Whether the key is there with a value.
    boolean has(String key) {
        return node.hasNonNull(key);
    }

    JsonNode at(String key) {
        return node.path(key);
    }

    /// The elements of a list; none where there is no such key.
    List<JsonNode> list(String key) {
        List<JsonNode> elements = new ArrayList<>();
        at(key).forEach(elements::add);
        return elements;
    }

    String text(String key) {
        return find(key).filter(JsonNode::isString).map(JsonNode::asString)
                .orElseThrow(() -> unfit(key, "a word"));
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        return find(key).map(value -> {
            if (!value.isBoolean()) {
                throw unfit(key, "true or false");
            }
            return value.asBoolean();
        }).orElse(otherwise);
    }

    float number(String key, double otherwise) {
        return find(key).map(value -> real(key, value)).orElse((float) otherwise);
    }

    private float real(String key, JsonNode value) {
        if (!value.isNumber() || !Float.isFinite((float) value.asDouble())) {
            throw unfit(key, "a finite number");
        }
        return (float) value.asDouble();
    }

    /// One number, or each of a list, however it is nested; none where there is no such key.
    List<Float> numbers(String key) {
        List<Float> numbers = new ArrayList<>();
        find(key).ifPresent(value -> addNumbers(key, value, numbers));
        return numbers;
    }

    private void addNumbers(String key, JsonNode value, List<Float> to) {
        if (value.isArray()) {
            value.forEach(element -> addNumbers(key, element, to));
        } else {
            to.add(real(key, value));
        }
    }

    int integer(String key) {
        return find(key).filter(JsonNode::isInt).map(JsonNode::asInt)
                .orElseThrow(() -> unfit(key, "a whole number"));
    }

    int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    /// One integer for all axes, or one for each.
    List<Integer> integers(String key, int axes, int otherwise) {
        if (!has(key)) {
            return IntStream.range(0, axes).mapToObj(axis -> otherwise).toList();
        }
        JsonNode value = at(key);
        if (value.isInt()) {
            return IntStream.range(0, axes).mapToObj(axis -> value.asInt()).toList();
        }
        List<Integer> integers = integers(key);
        if (integers.size() != axes) {
            throw unfit(key, axes == 1 ? "one whole number" : axes + " whole numbers");
        }
        return integers;
    }

    /// One integer, or each of a list.
    List<Integer> integers(String key) {
        List<Integer> integers = new ArrayList<>();
        JsonNode value = at(key);
        for (JsonNode element : value.isArray() ? list(key) : List.of(value)) {
            if (!element.isInt()) {
                throw unfit(key, "whole numbers");
            }
            integers.add(element.asInt());
        }
        return integers;
    }

    /// What is refused but where it is what it is by default.
    ///
    /// @throws IllegalArgumentException where it is something else
    void requireNone(String... keys) {
        for (String key : keys) {
            if (has(key) && !(at(key).isBoolean() && !at(key).asBoolean())) {
                throw unfit(key, "none");
            }
        }
    }

    private Optional<JsonNode> find(String key) {
        return has(key) ? Optional.of(at(key)) : Optional.empty();
    }

    IllegalArgumentException unfit(String key, String needed) {
        return new IllegalArgumentException(key + " = " + shown(at(key)) + ", needed " + needed);
    }

    /// A value in a message: not all of a long one, and nothing that breaks a line.
    static String shown(JsonNode value) {
        String text = value.isMissingNode() ? "none" : value.toString();
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
