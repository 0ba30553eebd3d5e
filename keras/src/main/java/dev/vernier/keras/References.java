package dev.vernier.keras;

import dev.vernier.keras.Network.Argument;
import dev.vernier.keras.Network.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads which results a call takes: `["conv", 0, 0, {}]` of Keras 2, `{"class_name": "__keras_tensor__", "config":
/// {"keras_history": ["conv", 0, 0]}}` of Keras 3, in lists and objects.
final class References {
    private static final String TENSOR = "__keras_tensor__";
    private static final String CONSTANT = "_CONSTANT_VALUE";

    private final Map<String, KerasLayer> layers;
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Integer> skipped = new HashMap<>();

    /// @param layers by name
    /// @param nodes the calls of each, as they are written
    References(Map<String, KerasLayer> layers, Map<String, List<JsonNode>> nodes) {
        this.layers = layers;
        nodes.forEach((name, written) -> {
            calls.put(name, layers.get(name).kind().equals("InputLayer") ? 1 : written.size());
            written.forEach(this::findLast);
        });
    }

    /// Keras 2 counts the call that made a network, where it stands in another one, before those that it writes.
    private void findLast(JsonNode node) {
        if (isReference(node)) {
            String name = node.get(0).asString();
            if (layers.containsKey(name) && layers.get(name).network().isPresent()) {
                skipped.merge(name, node.get(1).asInt() >= calls.getOrDefault(name, Integer.MAX_VALUE) ? 1 : 0,
                        Math::max);
            }
        } else if (node.isContainer()) {
            node.forEach(this::findLast);
        }
    }

    private static boolean isReference(JsonNode node) {
        return node.isArray() && node.size() >= 3 && node.get(0).isString() && node.get(1).isInt();
    }

    /// What one call is given, in order.
    ///
    /// @throws IllegalArgumentException where a result is none of a layer here
    List<Argument> arguments(JsonNode call) {
        List<Argument> arguments = new ArrayList<>();
        add(call, arguments);
        return arguments;
    }

    private void add(JsonNode node, List<Argument> to) {
        if (node.isNumber()) {
            to.add(new Argument.Number((float) node.asDouble()));
        } else if (isReference(node)) {
            if (node.get(0).asString().equals(CONSTANT)) {
                add(node.get(2), to);
            } else {
                to.add(new Argument.Result(reference(node)));
            }
            for (int i = 3; i < node.size(); i++) {
                add(node.get(i), to);
            }
        } else if (node.path("class_name").asString("").equals(TENSOR)) {
            JsonNode history = node.path("config").path("keras_history");
            if (!isReference(history)) {
                throw new IllegalArgumentException(
                        "keras_history = " + Settings.shown(history) + ", needed a layer and two numbers");
            }
            to.add(new Argument.Result(reference(history)));
        } else if (node.isContainer()) {
            node.forEach(element -> add(element, to));
        }
    }

    private Reference reference(JsonNode written) {
        String name = written.get(0).asString();
        int call = written.get(1).asInt() - skipped.getOrDefault(name, 0);
        if (call < 0 || call >= calls.getOrDefault(name, 0)) {
            throw new IllegalArgumentException("result " + Settings.shown(written) + " of "
                    + (calls.containsKey(name) ? calls.get(name) + " calls" : "no layer here")
                    + ", needed a call of a layer");
        }
        return new Reference(name, call, written.get(2).asInt(0));
    }

    /// What a network takes or gives, however it is nested.
    ///
    /// @throws IllegalArgumentException where it is none of a layer here, or there is nothing
    List<Reference> all(JsonNode written) {
        List<Reference> all = new ArrayList<>();
        for (Argument argument : arguments(written)) {
            if (argument instanceof Argument.Result(Reference from)) {
                all.add(from);
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a network without inputs or outputs, needed some");
        }
        return all;
    }
}
