package dev.vernier.keras;

import dev.vernier.keras.Network.Argument;
import dev.vernier.keras.Network.Call;
import dev.vernier.keras.Network.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Reads the networks that a file describes in JSON, as Keras 2 and Keras 3 write them: `Sequential` and `Functional`, one
/// within the other.
final class NetworkReader {
    private static final int DEEPEST = 20;
    private static final int MOST_LAYERS = 5_000;
    private static final String INPUT = "InputLayer";

    private int layers;

    /// @param model with the keys `class_name` and `config`
    /// @throws IllegalArgumentException where it is none of these, or malformed
    static Network read(JsonNode model) {
        return new NetworkReader().network(model, "", "", 0);
    }

    private static boolean isNetwork(String kind) {
        return kind.equals("Sequential") || kind.equals("Functional") || kind.equals("Model");
    }

    /// @param path in front of its layers' names
    /// @param stored where a `.keras` file keeps it
    private Network network(JsonNode model, String path, String stored, int depth) {
        Settings outer = Settings.of(model, "model");
        String kind = kind(outer.text("class_name"));
        if (!isNetwork(kind) || !outer.at("config").path("layers").isArray() && !outer.at("config").isArray()) {
            throw new IllegalArgumentException("model of class " + Settings.shown(outer.at("class_name"))
                    + ", needed a Sequential or Functional one: others are made by code that their file does not hold");
        }
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "networks in networks, " + depth + " deep, needed at most " + DEEPEST);
        }
        return kind.equals("Sequential")
                ? sequential(outer, path, stored, depth)
                : functional(Settings.of(outer.at("config"), "config"), path, stored, depth);
    }

    private static String kind(String name) {
        return name.substring(name.lastIndexOf('>') + 1);
    }

    private Network sequential(Settings outer, String path, String stored, int depth) {
        JsonNode config = outer.at("config");
        Map<String, Integer> places = new HashMap<>();
        List<KerasLayer> read = new ArrayList<>();
        for (JsonNode layer : config.isArray() ? config : config.path("layers")) {
            read.add(layer(Settings.of(layer, "layer"), path, stored, places, depth,
                    !layer.path("class_name").asString("").equals(INPUT)));
        }
        if (read.isEmpty()) {
            throw new IllegalArgumentException("a Sequential model without layers, needed some");
        }
        if (!read.getFirst().kind().equals(INPUT)) {
            read.addFirst(input(read.getFirst(), outer, path));
        }
        List<Call> calls = new ArrayList<>();
        for (KerasLayer layer : read) {
            calls.add(new Call(layer, 0,
                    calls.isEmpty() ? List.of() : List.of(new Argument.Result(result(calls.getLast())))));
        }
        return new Network(read, calls, List.of(result(calls.getFirst())), List.of(result(calls.getLast())));
    }

    private static Reference result(Call call) {
        return new Reference(call.layer().name(), call.index(), 0);
    }

    /// The input of a network that begins with another layer; its shape is not known everywhere.
    private static KerasLayer input(KerasLayer first, Settings outer, String path) {
        String name = first.name() + "_input";
        JsonNode shape = Stream.of(first.settings().at("batch_input_shape"), first.settings().at("batch_shape"),
                outer.at("config").path("build_input_shape"), outer.at("build_config").path("input_shape"))
                .filter(JsonNode::isArray).findFirst().orElse(JsonNodeFactory.instance.nullNode());
        Settings settings = new Settings(JsonNodeFactory.instance.objectNode().set("batch_shape", shape));
        return new KerasLayer(name, path + name, INPUT, true, settings, "", Optional.empty());
    }

    private Network functional(Settings config, String path, String stored, int depth) {
        Map<String, Integer> places = new HashMap<>();
        Map<String, KerasLayer> read = new LinkedHashMap<>();
        Map<String, List<JsonNode>> nodes = new HashMap<>();
        for (JsonNode element : config.list("layers")) {
            Settings written = Settings.of(element, "layer");
            KerasLayer layer = layer(written, path, stored, places, depth, true);
            if (read.putIfAbsent(layer.name(), layer) != null) {
                throw new IllegalArgumentException("two layers '" + layer.path() + "', needed names of their own");
            }
            nodes.put(layer.name(), written.list("inbound_nodes"));
        }
        References references = new References(read, nodes);
        List<Call> calls = new ArrayList<>();
        read.forEach((name, layer) -> {
            List<JsonNode> inbound = nodes.get(name);
            if (layer.kind().equals(INPUT)) {
                calls.add(new Call(layer, 0, List.of()));
            }
            for (int i = 0; i < inbound.size(); i++) {
                calls.add(new Call(layer, i, references.arguments(inbound.get(i))));
            }
        });
        return new Network(List.copyOf(read.values()), calls, references.all(config.at("input_layers")),
                references.all(config.at("output_layers")));
    }

    private KerasLayer layer(Settings written, String path, String stored, Map<String, Integer> places, int depth,
            boolean isCounted) {
        if (++layers > MOST_LAYERS) {
            throw new IllegalArgumentException("more than " + MOST_LAYERS + " layers, needed fewer");
        }
        String kind = kind(written.text("class_name"));
        Settings settings = Settings.of(written.at("config"), "config of a " + kind);
        String name = settings.text("name", written.text("name", ""));
        boolean isLayer = !written.text("module", "keras.layers").contains(".ops.");
        String place = "";
        if (isLayer && isCounted) {
            String snake = snake(kind);
            int before = places.merge(snake, 1, Integer::sum) - 1;
            place = stored + "layers/" + snake + (before == 0 ? "" : "_" + before) + "/";
        }
        Optional<Network> network = isNetwork(kind)
                ? Optional.of(network(written.node(), path + name + "/", place, depth + 1))
                : Optional.empty();
        return new KerasLayer(name, path + name, kind, isLayer, settings, place, network);
    }

    /// As Keras makes a name of a class: `DepthwiseConv2D` becomes `depthwise_conv2d`.
    private static String snake(String kind) {
        return kind.replaceAll("\\W+", "").replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
