package dev.vernier.graph;

import dev.vernier.tensor.Literal;
import dev.vernier.tensor.Tensor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The text form of a graph, a line for each input, constant, node, and one for the outputs:
/// ```
/// x: f32[n, 3, 8, 8]
/// const k: i64[2] = [1, -1]
/// const w: f32[4, 3, 3, 3] = #3fa94c0d1e2b7a55
/// c = conv x, w, _ {kernel = [3, 3]} @ "first layer"
/// y, indices = max_pool c {kernel = [2, 2]}
/// return y
/// ```
/// Up to sixteen elements of a constant are written out; of a larger one stands the beginning of its bytes' SHA-256.
/// `_` is an absent tensor, and what stands behind `@` the node's name. Names of other characters than letters, digits
/// and `_./'-` are quoted. Equal graphs have equal texts, and the text is read back to an equal graph.
public final class GraphText {
    private static final int WRITTEN_OUT = 16;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./'-]+");
    private static final List<String> RESERVED = List.of("_", "const", "return");

    private GraphText() {}

    public static String print(Graph graph) {
        StringBuilder text = new StringBuilder();
        for (Input input : graph.inputs()) {
            text.append(quoted(input.name())).append(": ").append(input.type()).append('\n');
        }
        graph.constants().forEach((name, value) -> text.append(constant(name, value)).append('\n'));
        graph.nodes().forEach(node -> text.append(print(node)).append('\n'));
        return text.append("return ").append(names(graph.outputs())).append('\n').toString();
    }

    private static String constant(String name, Tensor value) {
        return "const " + quoted(name) + ": " + value.dtype() + value.shape() + " = " + content(value);
    }

    private static String content(Tensor value) {
        if (value.size() > WRITTEN_OUT) {
            return "#" + hash(value);
        }
        StringJoiner elements = value.shape().rank() == 0 ? new StringJoiner("") : new StringJoiner(", ", "[", "]");
        IntStream.range(0, value.size()).forEach(i -> elements.add(Literal.of(value, i)));
        return elements.toString();
    }

    /// The line of one node.
    public static String print(Node node) {
        StringBuilder line = new StringBuilder(names(node.outputs()));
        line.append(" = ").append(node.op().word());
        if (!node.inputs().isEmpty()) {
            line.append(' ').append(names(node.inputs()));
        }
        if (!node.op().attributes().isEmpty()) {
            line.append(" {").append(node.op().attributes()).append('}');
        }
        return node.name().isEmpty() ? line.toString() : line.append(" @ ").append(quoted(node.name())).toString();
    }

    private static String names(List<String> names) {
        return names.stream().map(name -> name.isEmpty() ? "_" : quoted(name)).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        if (PLAIN.matcher(name).matches() && !RESERVED.contains(name)) {
            return name;
        }
        StringBuilder text = new StringBuilder("\"");
        for (char c : name.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }

    /// The beginning of the SHA-256 of a tensor's bytes, in hexadecimal digits.
    static String hash(Tensor value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(value.bytes()), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /// Reads a graph whose constants are all written out.
    ///
    /// @throws IllegalArgumentException where the text is no graph; the message names the line
    public static Graph parse(String text) {
        return parse(text, Map.of());
    }

    /// Reads a graph. Beside what is printed, a constant may be `random 7`: values that the seed alone decides, reals
    /// between -1 and 1, integers of the whole type but at most 1000 in magnitude.
    ///
    /// @param constants the tensors, by name, of which the text has only the hash
    /// @throws IllegalArgumentException where the text is no graph, or a constant is not the one whose hash it has; the
    ///     message names the line
    public static Graph parse(String text, Map<String, Tensor> constants) {
        return new GraphParser(constants).parse(text);
    }
}
