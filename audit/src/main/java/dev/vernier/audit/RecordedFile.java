package dev.vernier.audit;

import dev.vernier.audit.ladder.Recorded;
import dev.vernier.file.Npz;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where one model's predictions stand: a predictions file, or one of several arrays in a npz file.
///
/// @param file with the array `labels` and, where they are known, `ids`, `slices` and `meta`
/// @param array the one that holds the predictions
public record RecordedFile(Path file, String array) {
    private static final String PREDICTIONS = "predictions";
    private static final String SUFFIX = ".npz:";

    /// Reads `FILE.npz`, or `FILE.npz:ARRAY` where predictions stand in an array of another name.
    ///
    /// @throws InputException where the text is no path
    public static RecordedFile parse(String text) {
        int end = text.indexOf(SUFFIX);
        String path = end < 0 ? text : text.substring(0, end + SUFFIX.length() - 1);
        try {
            return new RecordedFile(Path.of(path), end < 0 ? PREDICTIONS : text.substring(end + SUFFIX.length()));
        } catch (InvalidPathException unusable) {
            throw new InputException(unusable.getMessage() + ", needed FILE.npz or FILE.npz:ARRAY", unusable);
        }
    }

    /// Whether a text names such a file rather than a model.
    public static boolean isNamedBy(String text) {
        return text.endsWith(".npz") || text.contains(SUFFIX);
    }

    @Override
    public String toString() {
        return array.equals(PREDICTIONS) ? file.toString() : file + ":" + array;
    }

    /// What it is called where folders do not matter.
    public String shortName() {
        return array.equals(PREDICTIONS) && file.getFileName() != null ? file.getFileName().toString() : array;
    }

    /// @param name what messages call the predictions
    /// @throws InputException where the file cannot be read, or an array is missing or not what it should be
    public Recorded read(String name) {
        Map<String, Tensor> arrays = Npz.read(file, Set.of(array, "labels", "ids", "slices"));
        int[] classes = integers(arrays, array);
        int[] labels = integers(arrays, "labels");
        List<Integer> slices = arrays.containsKey("slices")
                ? IntStream.of(integers(arrays, "slices")).boxed().toList()
                : List.of();
        Optional<Tensor> ids = Optional.ofNullable(arrays.get("ids"));
        if (ids.isPresent() && (ids.get().dtype() != DType.I64 || ids.get().shape().rank() != 1)) {
            throw new InputException(file + ": array 'ids' is " + ids.get().dtype() + ids.get().shape()
                    + ", needed uint64 [n]");
        }
        try {
            return new Recorded(name, Predictions.of(classes, labels), ids, preprocessing(), slices);
        } catch (IllegalArgumentException bad) {
            throw new InputException(this + ": " + bad.getMessage(), bad);
        }
    }

    private int[] integers(Map<String, Tensor> arrays, String wanted) {
        Tensor values = arrays.get(wanted);
        if (values == null) {
            throw new InputException(file + ": no array '" + wanted + "', needed integers [n]; FILE.npz:ARRAY reads "
                    + "predictions from another one");
        }
        boolean isInteger = values.dtype() != DType.F32 && values.dtype() != DType.F64 && values.dtype() != DType.BOOL;
        if (!isInteger || values.shape().rank() != 1) {
            throw new InputException(file + ": array '" + wanted + "' is " + values.dtype() + values.shape()
                    + ", needed integers [n]");
        }
        int[] integers = new int[values.size()];
        for (int sample = 0; sample < integers.length; sample++) {
            long value = values.longAt(sample);
            if (value != (int) value) {
                throw new InputException(file + ": array '" + wanted + "' holds " + value + " for sample " + sample
                        + ", needed less than 2^31");
            }
            integers[sample] = (int) value;
        }
        return integers;
    }

    /// As `meta` has it; empty where that is absent, or not JSON in bytes.
    private Optional<String> preprocessing() {
        try {
            Tensor meta = Npz.read(file, Set.of("meta")).get("meta");
            if (meta == null) {
                return Optional.empty();
            }
            JsonNode root = JsonMapper.shared().readTree(new String(meta.bytes(), StandardCharsets.UTF_8));
            return Optional.ofNullable(root.get("preprocess_text"))
                    .or(() -> Optional.ofNullable(root.get("preprocess")))
                    .filter(JsonNode::isString).map(JsonNode::stringValue);
        } catch (InputException | JacksonException foreign) {
            return Optional.empty();
        }
    }
}
