package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.tensor.InputException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A quantized model as files hold it: the graph with quantize and dequantize nodes, and notes that a file keeps beside
/// it. The notes say which ReLUs and Clips the codes' ranges have taken in, so that reading the file back restores them.
///
/// @param notes by key, one line each; keys of other makers are kept as they are
public record QdqForm(Graph graph, Map<String, String> notes) {
    private static final String ABSORBED = "vernier.absorbed";

    public QdqForm {
        notes = Map.copyOf(notes);
    }

    /// @param provenance further notes, such as where the model comes from
    public static QdqForm of(QuantizedModel model, Map<String, String> provenance) {
        Map<String, String> notes = new LinkedHashMap<>(provenance);
        StringBuilder absorbed = new StringBuilder();
        Qdq.absorbed(model.graph(), model.quantization()).forEach((tensor, clamp) -> absorbed.append(tensor)
                .append('\t')
                .append(clamp.low())
                .append('\t')
                .append(clamp.high())
                .append('\n'));
        if (!absorbed.isEmpty()) {
            notes.put(ABSORBED, absorbed.toString());
        }
        return new QdqForm(Qdq.insert(model.graph(), model.quantization()), notes);
    }

    /// Those notes that hold for the float graph, too.
    public static Map<String, String> notesOfFloat(Map<String, String> notes) {
        Map<String, String> kept = new LinkedHashMap<>(notes);
        kept.remove(ABSORBED);
        return kept;
    }

    /// Whether the graph is that of a quantized model.
    public boolean isQuantized() {
        return QdqLift.isQuantized(graph);
    }

    /// The float graph and its quantization.
    ///
    /// @throws InputException where the notes on ReLUs and Clips cannot be read
    public QuantizedModel lift() {
        Map<String, Clamp> absorbed = new LinkedHashMap<>();
        for (String line : notes.getOrDefault(ABSORBED, "").split("\n")) {
            if (!line.isEmpty()) {
                String[] words = line.split("\t");
                try {
                    absorbed.put(words[0], new Clamp(Float.parseFloat(words[1]), Float.parseFloat(words[2])));
                } catch (NumberFormatException | ArrayIndexOutOfBoundsException malformed) {
                    throw new InputException(
                            ABSORBED + ": '" + line + "', needed a tensor, its lower and its upper bound", malformed);
                }
            }
        }
        return QdqLift.lift(graph, absorbed);
    }
}
