package dev.vernier.graph;

import dev.vernier.graph.op.Attributes;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Literal;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Reads the text form, see [GraphText].
final class GraphParser {
    private static final int LARGEST_RANDOM = 1000;

    private final Map<String, Tensor> given;
    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    GraphParser(Map<String, Tensor> given) {
        this.given = given;
    }

    Graph parse(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            try {
                if (!line.isBlank()) {
                    read(new Line(line));
                }
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("line " + number + ": " + wrong.getMessage(), wrong);
            }
        }
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("line " + (number + 1) + ": end of the text, needed return");
        }
        return new Graph(inputs, constants, nodes, outputs);
    }

    private void read(Line line) {
        if (!outputs.isEmpty()) {
            throw line.unexpected("nothing behind return");
        }
        if (line.takeKeyword("return")) {
            outputs.addAll(line.names());
            outputs.forEach(this::requireKnown);
        } else if (line.takeKeyword("const")) {
            String name = defined(line.name());
            line.expect(":");
            constants.put(name, constant(name, type(line), line));
        } else {
            List<String> names = line.names();
            names.forEach(this::defined);
            if (names.size() == 1 && line.take(":")) {
                inputs.add(new Input(names.getFirst(), type(line)));
            } else {
                line.expect("=");
                nodes.add(node(names, line));
            }
        }
        line.expectEnd();
    }

    private String defined(String name) {
        if (!name.isEmpty() && !known.add(name)) {
            throw new IllegalArgumentException("tensor '" + name + "' is made twice, needed one origin");
        }
        return name;
    }

    private void requireKnown(String name) {
        if (!name.isEmpty() && !known.contains(name)) {
            throw new IllegalArgumentException(
                    "reads '" + name + "', needed an input, a constant or a node before it that makes it");
        }
    }

    private static TensorType type(Line line) {
        DType dtype = DType.parse(line.word());
        return new TensorType(dtype, Shape.parse("[" + String.join(",", line.list()) + "]"));
    }

    private Node node(List<String> names, Line line) {
        String word = line.word();
        List<String> read = line.isAt("{") || line.isAt("@") || line.isAtEnd() ? List.of() : line.names();
        for (String name : read) {
            if (names.contains(name) && !name.isEmpty()) {
                throw new IllegalArgumentException("reads '" + name + "', which it makes itself");
            }
            requireKnown(name);
        }
        Op op = Op.of(word, attributes(line));
        return new Node(line.take("@") ? line.name() : "", op, read, names);
    }

    private static Attributes attributes(Line line) {
        Attributes attributes = Attributes.NONE;
        if (line.take("{") && !line.take("}")) {
            do {
                String name = line.word();
                line.expect("=");
                attributes = attribute(attributes, name, line);
            } while (line.take(","));
            line.expect("}");
        }
        return attributes;
    }

    private static Attributes attribute(Attributes attributes, String name, Line line) {
        if (line.isAt("[")) {
            return attributes.with(name, line.list().stream().map(GraphParser::integer).toList());
        }
        String word = line.word();
        if (line.take("(")) {
            Tensor scalar = Literal.parse(DType.parse(word), Shape.SCALAR, line.word());
            line.expect(")");
            return attributes.with(name, scalar);
        }
        if (word.equals("true") || word.equals("false")) {
            return attributes.with(name, word.equals("true"));
        }
        if (word.matches("-?\\d+")) {
            return attributes.with(name, integer(word));
        }
        return word.matches("-?(\\d.*|inf)|nan")
                ? attributes.with(name, Literal.parse(DType.F32, Shape.SCALAR, word).floatAt(0))
                : attributes.with(name, word);
    }

    private static int integer(String word) {
        return Literal.parse(DType.I32, Shape.SCALAR, word).ints()[0];
    }

    private Tensor constant(String name, TensorType type, Line line) {
        line.expect("=");
        if (line.take("#")) {
            return given(name, type, line.word());
        }
        if (line.takeKeyword("random")) {
            return random(type, integer(line.word()));
        }
        List<String> elements = line.isAt("[") ? line.list() : List.of(line.word());
        return Literal.parse(type.dtype(), type.shape(), elements.toArray(String[]::new));
    }

    private Tensor given(String name, TensorType type, String hash) {
        Tensor tensor = given.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("constant '" + name + "' with hash #" + hash + " was not given");
        }
        if (!TensorType.of(tensor).equals(type) || !GraphText.hash(tensor).equals(hash)) {
            throw new IllegalArgumentException("constant '" + name + "' was given as " + TensorType.of(tensor) + " #"
                    + GraphText.hash(tensor) + ", needed " + type + " #" + hash);
        }
        return tensor;
    }

    private static Tensor random(TensorType type, long seed) {
        Random random = new Random(seed);
        DType dtype = type.dtype();
        int count = type.shape().elementCount();
        return switch (dtype) {
            case F32 -> {
                float[] values = new float[count];
                IntStream.range(0, count).forEach(i -> values[i] = random.nextFloat(-1, 1));
                yield Tensor.of(type.shape(), values);
            }
            case F64 -> Tensor.ofF64(type.shape(), random.doubles(count, -1, 1).toArray());
            case I4, I8, U8, I16, U16, I32, I64, BOOL -> {
                long low = Math.max(dtype.min(), -LARGEST_RANDOM);
                long high = Math.min(dtype.max(), LARGEST_RANDOM);
                LongStream values = random.longs(count, low, high + 1);
                yield Tensor.ofLongs(dtype, type.shape(), values.toArray());
            }
        };
    }
}
