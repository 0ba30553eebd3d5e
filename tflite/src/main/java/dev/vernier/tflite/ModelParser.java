package dev.vernier.tflite;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.SubGraph;

/// The bytes of a file on their way to a [StoredModel]. An offset that leads out of the file, or anything else that
/// FlatBuffers trips over, is a damaged file.
final class ModelParser {
    private static final int VERSION = 3;
    private static final int HEAD = 8;
    private static final int LONGEST_LIST = 4096;
    private static final int LONGEST_NAME = 1 << 16;
    private static final String NEEDED = ", needed a TensorFlow Lite model";

    private final Model model;
    private final Ration ration;
    private final TensorParser tensors;

    private ModelParser(ByteBuffer bytes) {
        this.ration = new Ration(bytes.remaining());
        this.model = Model.getRootAsModel(bytes);
        this.tensors = new TensorParser(model, ration);
    }

    /// @throws InputException where the file is missing, no model, or damaged
    static StoredModel parse(Path file) {
        ByteBuffer bytes = bytes(file);
        try {
            return new ModelParser(bytes).model();
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw failure(file, malformed);
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | AssertionError outside) {
            throw new InputException(file + ": a damaged TensorFlow Lite model: an offset leads out of its "
                    + bytes.capacity() + " bytes, needed a whole file", outside);
        }
    }

    /// One line, whatever names the file holds.
    static InputException failure(Path file, Exception reason) {
        return new InputException(file + ": " + String.valueOf(reason.getMessage()).replaceAll("\\p{Cntrl}", "?"),
                reason);
    }

    private static ByteBuffer bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no such file" + NEEDED);
        }
        byte[] bytes;
        try {
            if (Files.size(file) > Integer.MAX_VALUE - 8) {
                throw new InputException(file + ": " + Files.size(file) + " bytes, needed at most 2 GiB");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new InputException(file + ": cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
        String head = new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.ISO_8859_1);
        if (!head.startsWith("TFL3", Integer.BYTES)) {
            throw new InputException(file + ": does not begin with TFL3 after four bytes" + NEEDED);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private StoredModel model() {
        if (model.version() != VERSION) {
            throw new IllegalArgumentException("schema version " + model.version() + ", needed " + VERSION);
        }
        if (model.subgraphsLength() < 1) {
            throw new IllegalArgumentException("holds no graph" + NEEDED);
        }
        SubGraph graph = model.subgraphs(0);
        List<StoredTensor> all = new ArrayList<>();
        ration.take(graph.tensorsLength(), Integer.BYTES);
        for (int i = 0; i < graph.tensorsLength(); i++) {
            all.add(tensors.parse(graph.tensors(i), i));
        }
        List<StoredOperator> operators = new ArrayList<>();
        ration.take(graph.operatorsLength(), Integer.BYTES);
        for (int i = 0; i < graph.operatorsLength(); i++) {
            operators.add(operator(graph.operators(i), i, all.size()));
        }
        return new StoredModel(all, operators, list(graph.inputsLength(), graph::inputs, all.size(), false),
                list(graph.outputsLength(), graph::outputs, all.size(), false), notes(),
                model.description() == null ? "" : named(model.description()).replaceAll("\\p{Cntrl}", "?"));
    }

    private StoredOperator operator(Operator operator, int place, int count) {
        if (operator.opcodeIndex() >= model.operatorCodesLength()) {
            throw new IllegalArgumentException("operator " + place + ": kind " + operator.opcodeIndex()
                    + ", needed less than the " + model.operatorCodesLength() + " kinds of the file");
        }
        OperatorCode code = model.operatorCodes((int) operator.opcodeIndex());
        List<Integer> outputs = list(operator.outputsLength(), operator::outputs, count, false);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("operator " + place + ": no output, needed one");
        }
        String custom = code.customCode() == null ? "" : named(code.customCode());
        return new StoredOperator(Math.max(Byte.toUnsignedInt(code.deprecatedBuiltinCode()), code.builtinCode()),
                custom, list(operator.inputsLength(), operator::inputs, count, true), outputs, operator, place);
    }

    private List<Integer> list(int length, IntUnaryOperator element, int count, boolean mayBeAbsent) {
        if (length > LONGEST_LIST) {
            throw new IllegalArgumentException(
                    "damaged: a list of " + length + " tensors, needed at most " + LONGEST_LIST);
        }
        ration.take(length, Integer.BYTES);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int place = element.applyAsInt(i);
            if (place >= count || place < 0 && !(mayBeAbsent && place == StoredOperator.ABSENT)) {
                throw new IllegalArgumentException("tensor " + place + " of " + count + ", needed one that is there");
            }
            places.add(place);
        }
        return places;
    }

    private String named(String text) {
        ration.take(text.length(), 1);
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
    }

    private Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        ration.take(model.metadataLength(), Integer.BYTES);
        for (int i = 0; i < model.metadataLength(); i++) {
            Metadata entry = model.metadata(i);
            if (entry.name() != null && entry.buffer() < model.buffersLength()) {
                text(model.buffers((int) entry.buffer())).ifPresent(note -> notes.put(named(entry.name()), note));
            }
        }
        return notes;
    }

    /// A buffer as text; empty where it holds none.
    private Optional<String> text(Buffer buffer) {
        ration.take(buffer.dataLength(), 1);
        if (buffer.dataLength() == 0) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer.dataAsByteBuffer()).toString();
            String trimmed = text.replaceAll("\0+$", "");
            return trimmed.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t') ? Optional.empty()
                    : Optional.of(trimmed);
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
