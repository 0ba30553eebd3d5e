package dev.vernier.model;

import dev.vernier.data.Preprocess;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What its author wrote down beside a model, in a JSON file of the model's name and `.card.json`:
/// ```json
/// {"preprocess": {"scale": "1/255", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
///   "channels": "rgb", "layout": "nchw"}, "labels": ["airplane", "automobile"]}
/// ```
/// Of a model with several inputs `"input": "image"` says which one is preprocessed. Other keys are for people.
///
/// @param preprocess empty where the card does not say
/// @param labels the classes' names, none where the card does not say
/// @param top1 the accuracy that somebody measured, in percent: `{"accuracy": {"top1": 91.73}}`; empty where the card does not say
/// @param input the name of the input that is preprocessed; empty where the card does not say
public record Card(Optional<Preprocess> preprocess, List<String> labels, OptionalDouble top1, Optional<String> input) {
    private static final long LARGEST = 1 << 20;
    private static final Set<String> KEYS = Set.of("scale", "mean", "std", "channels", "layout", "resize", "crop");

    /// Without an accuracy and an input.
    public Card(Optional<Preprocess> preprocess, List<String> labels) {
        this(preprocess, labels, OptionalDouble.empty(), Optional.empty());
    }

    public Card {
        labels = List.copyOf(labels);
    }

    /// Where the card of a model lies.
    public static Path beside(Path model) {
        return model.resolveSibling(model.getFileName() + ".card.json");
    }

    /// The card of a model; empty where there is none.
    ///
    /// @throws InputException where the file is no card
    public static Optional<Card> find(Path model) {
        Path file = beside(model);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return Optional.of(parse(file.toString(), content(file)));
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new InputException(file + ": " + Files.size(file) + " bytes, needed at most " + LARGEST);
            }
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new InputException(file + ": " + unreadable.getMessage() + ", needed a card in UTF-8", unreadable);
        }
    }

    /// @param where what messages call the card
    /// @throws InputException where the text is no card
    public static Card parse(String where, String text) {
        JsonNode root = root(where, text);
        JsonNode preprocess = root.path("preprocess");
        List<String> labels = new ArrayList<>();
        root.path("labels").forEach(label -> labels.add(label.asString()));
        return new Card(
                preprocess.isMissingNode() ? Optional.empty() : Optional.of(preprocess(where, preprocess)), labels,
                top1(root), input(where, root));
    }

    private static JsonNode root(String where, String text) {
        try {
            JsonNode root = JsonMapper.shared().readTree(text);
            if (!root.isObject()) {
                throw new InputException(where + ": no JSON object, needed one with the key preprocess");
            }
            return root;
        } catch (JacksonException malformed) {
            throw new InputException(where + ": "
                    + malformed.getOriginalMessage().replaceFirst(" \\(start marker.*", "") + ", needed JSON",
                    malformed);
        }
    }

    private static OptionalDouble top1(JsonNode root) {
        JsonNode top1 = root.path("accuracy").path("top1");
        return top1.isNumber() ? OptionalDouble.of(top1.asDouble()) : OptionalDouble.empty();
    }

    private static Optional<String> input(String where, JsonNode root) {
        JsonNode input = root.path("input");
        if (!input.isMissingNode() && !input.isString()) {
            throw new InputException(where + ": input = " + input + ", needed the name of an input");
        }
        return input.isMissingNode() ? Optional.empty() : Optional.of(input.asString());
    }

    /// What is thrown where neither an option nor a card says how a model's samples are preprocessed.
    public static InputException missing(Path model) {
        return new InputException(model
                + ": no preprocessing known, needed --preprocess (raw, unit, imagenet, signed or scale=..,mean=..,std=..) or "
                + "a card " + beside(model).getFileName() + " beside the model that says"
                + " {\"preprocess\": {\"scale\": \"1/255\", \"mean\": [..], \"std\": [..]}}");
    }

    private static Preprocess preprocess(String where, JsonNode node) {
        if (!node.isObject()) {
            throw new InputException(where + ": preprocess = " + node + ", needed an object");
        }
        List<String> words = new ArrayList<>();
        node.properties().forEach(entry -> {
            if (!KEYS.contains(entry.getKey())) {
                throw new InputException(
                        where + ": preprocess: " + entry.getKey() + " = " + entry.getValue() + ", known: "
                                + String.join(", ", KEYS.stream().sorted().toList()));
            }
            words.add(entry.getKey() + "=" + word(where, entry.getKey(), entry.getValue()));
        });
        try {
            return words.isEmpty() ? Preprocess.RAW : Preprocess.parse(String.join(",", words));
        } catch (InputException unknown) {
            throw new InputException(where + ": " + unknown.getMessage(), unknown);
        }
    }

    private static String word(String where, String key, JsonNode value) {
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(element -> parts.add(word(where, key, element)));
            return String.join(":", parts);
        }
        if (!value.isString() && !value.isNumber()) {
            throw new InputException(
                    where + ": preprocess: " + key + " = " + value + ", needed a number, a word or a list");
        }
        return value.asString();
    }

    /// The same with another preprocessing.
    public Card with(Optional<Preprocess> other) {
        return new Card(other, labels, top1, input);
    }

    /// The text of a card that says the same.
    public String text() {
        return text(JsonMapper.shared().createObjectNode());
    }

    /// The same in the place of a card that lies there already: its other keys are kept, but for an accuracy, which was
    /// measured of another model.
    ///
    /// @throws InputException where the file is no card
    public String text(Path there) {
        if (!Files.isRegularFile(there)) {
            return text();
        }
        ObjectNode root = (ObjectNode) root(there.toString(), content(there));
        root.remove("accuracy");
        return text(root);
    }

    private String text(ObjectNode root) {
        root.remove(List.of("preprocess", "labels"));
        preprocess.ifPresent(how -> {
            ObjectNode object = root.putObject("preprocess").put("scale", how.scale());
            how.mean().forEach(object.putArray("mean")::add);
            how.std().forEach(object.putArray("std")::add);
            object.put("channels", how.channels().toString()).put("layout", how.layout().toString());
            how.resize().ifPresent(to -> object.put("resize", to.toString()));
            how.crop().ifPresent(to -> object.put("crop", to.toString()));
        });
        input.ifPresent(name -> root.put("input", name));
        if (!labels.isEmpty()) {
            labels.forEach(root.putArray("labels")::add);
        }
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }
}
