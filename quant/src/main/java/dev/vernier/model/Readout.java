package dev.vernier.model;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.ArgExtreme;
import dev.vernier.graph.op.Sigmoid;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which of a model's outputs is looked at, and what it is.
///
/// @param output its name
/// @param outputs all of them, as the file has them
/// @param type what it gives, `[n, ...]`
/// @param isProbability whether a sigmoid makes it
/// @param named how many classes it names one of, by its index, as an ArgMax does; 0 where it holds scores or other numbers
/// @param remark why it is this one, where there are several
/// @param metric what is measured of it; empty where that follows from what it is
public record Readout(String output, List<String> outputs, TensorType type, boolean isProbability, int named,
        Optional<String> remark,
        Optional<Metric> metric) {
    public Readout {
        outputs = List.copyOf(outputs);
    }

    /// All outputs, this one first.
    List<String> first() {
        return Stream.concat(Stream.of(output), outputs.stream().filter(other -> !other.equals(output))).toList();
    }

    /// @param asked the name of the output that is asked for
    /// @param labels how many classes the model's card names, 0 where it does not
    /// @throws InputException where there is no such output
    static Readout of(Graph graph, Optional<String> asked, int labels) {
        Map<String, TensorType> types = Inference.types(graph);
        List<String> outputs = graph.outputs();
        if (asked.isPresent()) {
            if (!outputs.contains(asked.get())) {
                throw new InputException("no output '" + asked.get() + "', known: " + String.join(", ", outputs));
            }
            return of(graph, types, asked.get(), Optional.empty());
        }
        if (outputs.size() == 1) {
            return of(graph, types, outputs.getFirst(), Optional.empty());
        }
        List<String> named =
                outputs.stream().filter(output -> labels > 1 && row(types.get(output)) == labels).toList();
        List<String> last = named.size() == 1 ? named : lastOf(graph);
        String reason = named.size() == 1 ? "it has as many scores as the card has labels"
                : last.size() == 1 ? "it is computed from the others" : "it is the first";
        String chosen = last.size() == 1 ? last.getFirst() : outputs.getFirst();
        return of(graph, types, chosen, Optional.of("output '" + chosen + "' of " + String.join(", ", outputs)
                + " is evaluated: " + reason + "; --output NAME takes another one"));
    }

    private static Readout of(Graph graph, Map<String, TensorType> types, String output, Optional<String> remark) {
        return new Readout(output, graph.outputs(), types.get(output), isProbability(graph, output),
                named(graph, types, output), remark, Optional.empty());
    }

    /// The outputs that all others are needed for.
    private static List<String> lastOf(Graph graph) {
        return graph.outputs().stream().filter(output -> origins(graph, output).containsAll(graph.outputs())).toList();
    }

    private static Set<String> origins(Graph graph, String output) {
        Set<String> origins = new HashSet<>(Set.of(output));
        for (Node node : graph.nodes().reversed()) {
            if (node.outputs().stream().anyMatch(origins::contains)) {
                origins.addAll(node.inputs());
            }
        }
        return origins;
    }

    private static int named(Graph graph, Map<String, TensorType> types, String output) {
        Node node = maker(graph, output);
        if (node == null || !(node.op() instanceof ArgExtreme choice) || !choice.largest()) {
            return 0;
        }
        Shape scores = types.get(node.input(0)).shape();
        return scores.rank() == 2 && (choice.axis() == 1 || choice.axis() == -1) ? scores.size(1) : 0;
    }

    /// The node that computes an output, before what only moves its values; null where none does.
    private static Node maker(Graph graph, String output) {
        Map<String, Node> producers = graph.producers();
        Node node = producers.get(output);
        while (node != null && node.op().movesValues()) {
            node = producers.get(node.input(0));
        }
        return node;
    }

    private static boolean isProbability(Graph graph, String output) {
        Node node = maker(graph, output);
        return node != null && node.op() instanceof Sigmoid;
    }

    /// How many numbers the one row has that it gives for a sample; 0 where these have several axes, or none.
    private static int row(TensorType type) {
        Shape shape = type.shape();
        int wide = 0;
        for (int axis = 1; axis < shape.rank(); axis++) {
            wide += shape.size(axis) != 1 ? 1 : 0;
        }
        return wide > 1 || shape.rank() < 2 ? 0 : shape.count(1, shape.rank());
    }

    /// How many scores it gives for a sample; 0 where it names a class.
    public int scores() {
        return named > 0 ? 0 : width();
    }

    /// How many numbers it gives for a sample.
    public int width() {
        return type.shape().rank() < 2 ? 1 : type.shape().count(1, type.shape().rank());
    }

    /// The same measured by another metric.
    ///
    /// @throws InputException where the output is nothing that the metric suits
    Readout by(Metric other) {
        boolean suits = switch (other) {
            case TOP1 -> isOfSeveralClasses();
            case BINARY -> width() == 1;
            case MAE, RMSE, COSINE -> true;
            case PIXEL_ACCURACY, MIOU -> type.shape().rank() > 2 && type.shape().size(1) > 1;
        };
        if (!suits) {
            throw new InputException("metric = " + other + " of " + described());
        }
        return new Readout(output, outputs, type, isProbability, named, remark, Optional.of(other));
    }

    /// Whether it names one of several classes, or holds a score for each.
    private boolean isOfSeveralClasses() {
        return row(type) > 1 || named > 0;
    }

    /// What is measured of it: as asked for, or else the class of a row of scores or of a probability.
    ///
    /// @throws InputException where it is neither, so that the metric has to be said
    public Metric measured() {
        return suggested().orElseThrow(() -> new InputException(described()));
    }

    /// Empty where the metric has to be said.
    private Optional<Metric> suggested() {
        if (metric.isPresent()) {
            return metric;
        }
        if (isOfSeveralClasses()) {
            return Optional.of(Metric.TOP1);
        }
        return width() == 1 && isProbability ? Optional.of(Metric.BINARY) : Optional.empty();
    }

    /// Whether a class follows from it.
    public boolean isOfClasses() {
        return suggested().filter(Metric::isOfClasses).isPresent();
    }

    /// How a class follows from it.
    ///
    /// @throws InputException where none does, so that the metric has to be said, or another one is asked for
    public Decision decision() {
        return switch (measured()) {
            case TOP1 -> named > 0 ? new Decision.Named(named) : Decision.LARGEST;
            case BINARY -> isProbability ? Decision.PROBABILITY : Decision.LOGIT;
            case MAE, RMSE, COSINE, PIXEL_ACCURACY, MIOU -> throw new InputException("metric = " + measured()
                    + " gives no class, needed top1 or binary here");
        };
    }

    private String described() {
        String needed = width() == 1
                ? ", one number for each sample, needed --metric binary where it is the probability or logit of a class, or mae,"
                        + " rmse or cosine where it is a quantity"
                : row(type) > 1 ? ", a row of class scores, needed --metric top1, mae, rmse or cosine"
                        : ", no row of class scores [n, classes], needed --metric mae, rmse or cosine"
                                + (type.shape().rank() > 2 && type.shape().size(1) > 1
                                        ? ", or pixel-accuracy or miou where its second axis holds classes"
                                        : "");
        return "output '" + output + "' " + type + needed;
    }
}
