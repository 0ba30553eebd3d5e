package dev.vernier.report;

import dev.vernier.file.Folders;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Records as JSON: keys in snake case, numbers that JSON cannot hold as null.
public final class JsonFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new Finite())
                    .addSerializer(double.class, new Finite()))
            .build();

    private JsonFile() {}

    public static String text(Object answer) {
        return MAPPER.writeValueAsString(answer);
    }

    /// The same on one line.
    ///
    /// @param words what becomes of every text that is a value
    static String compact(Object answer, UnaryOperator<String> words) {
        return MAPPER.rebuild().addModule(new SimpleModule("words").addSerializer(String.class, new Worded(words)))
                .build()
                .writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(answer);
    }

    /// Writes to a temporary file and moves it into place.
    ///
    /// @throws InputException where the file cannot be written
    public static void write(Path file, Object answer) {
        Folders.replace(file, text(answer) + "\n");
    }

    private static final class Worded extends ValueSerializer<String> {
        private final UnaryOperator<String> words;

        Worded(UnaryOperator<String> words) {
            this.words = words;
        }

        @Override
        public void serialize(String value, JsonGenerator json, SerializationContext context) {
            json.writeString(words.apply(value));
        }
    }

    private static final class Finite extends ValueSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializationContext context) {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
    }
}
