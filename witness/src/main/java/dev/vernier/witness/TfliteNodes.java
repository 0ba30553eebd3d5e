package dev.vernier.witness;

import static org.bytedeco.tensorflowlite.global.tensorflowlite.*;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.RegistrationNodePair;
import org.bytedeco.tensorflowlite.TfLiteDelegateParams;
import org.bytedeco.tensorflowlite.TfLiteIntArray;
import org.bytedeco.tensorflowlite.TfLiteNode;

/// What an interpreter runs: the operators of a file in order, and which of them a delegate took.
///
/// @param plan the steps that it takes one after the other, each an operator or a part of the file that a delegate took
/// @param operators all of the file's, those that a delegate took in its place
record TfliteNodes(List<Node> plan, List<Node> operators) {
    private static final String CONVOLUTION = "CONV";
    private static final String SHAPE = "SHAPE";

    TfliteNodes {
        plan = List.copyOf(plan);
        operators = List.copyOf(operators);
    }

    /// @param operator as TensorFlow Lite's schema calls it: `CONV_2D`, ...
    /// @param delegate the one that took it; empty where it has a kernel of its own
    /// @param inputs indices of tensors, without those that are left out
    /// @param outputs likewise
    record Node(String operator, Optional<String> delegate, List<Integer> inputs, List<Integer> outputs) {
        boolean isConvolution() {
            return operator.contains(CONVOLUTION);
        }
    }

    static TfliteNodes of(Interpreter interpreter) {
        List<Node> plan = new ArrayList<>();
        List<Node> operators = new ArrayList<>();
        for (int step : indices(interpreter.execution_plan())) {
            RegistrationNodePair pair = interpreter.node_and_registration(step);
            Node node = node(pair, Optional.empty());
            plan.add(node);
            if (pair.second().builtin_code() != kTfLiteBuiltinDelegate) {
                operators.add(node);
                continue;
            }
            String delegate = pair.second().custom_name().getString();
            for (int taken : indices(new TfLiteDelegateParams(pair.first().builtin_data()).nodes_to_replace())) {
                operators.add(node(interpreter.node_and_registration(taken), Optional.of(delegate)));
            }
        }
        return new TfliteNodes(plan, operators);
    }

    private static Node node(RegistrationNodePair pair, Optional<String> delegate) {
        TfLiteNode node = pair.first();
        return new Node(GetOpNameByRegistration(pair.second()), delegate, indices(node.inputs()),
                indices(node.outputs()));
    }

    private static List<Integer> indices(TfLiteIntArray tensors) {
        return IntStream.range(0, tensors.size()).map(tensors::data).filter(index -> index >= 0).boxed().toList();
    }

    /// Those of a C++ vector, which is null in Java where it is empty.
    static List<Integer> indices(IntPointer vector) {
        return vector == null ? List.of()
                : IntStream.range(0, Math.toIntExact(vector.limit())).map(vector::get).boxed().toList();
    }

    /// How often each operator stands there, `CONV_2D`; one that a delegate took is `CONV_2D in TfLiteXNNPackDelegate`.
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        operators.forEach(node -> counts.merge(
                node.operator() + node.delegate().map(delegate -> " in " + delegate).orElse(""), 1, Integer::sum));
        return counts;
    }

    /// The tensors that a run makes. What a delegate computes between its inputs and outputs is not among them.
    Set<Integer> made() {
        Set<Integer> made = new HashSet<>();
        plan.forEach(node -> made.addAll(node.outputs()));
        return made;
    }

    /// The tensors whose values depend on some of them, and those themselves. A shape does not depend on values.
    Set<Integer> dependents(Set<Integer> tensors) {
        Set<Integer> found = new HashSet<>(tensors);
        for (Node node : operators) {
            if (!node.operator().equals(SHAPE) && node.inputs().stream().anyMatch(found::contains)) {
                found.addAll(node.outputs());
            }
        }
        return found;
    }
}
