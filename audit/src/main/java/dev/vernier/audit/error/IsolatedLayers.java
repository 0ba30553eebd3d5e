package dev.vernier.audit.error;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Quantize;
import dev.vernier.quant.IntegerLowering;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The float model and beside it every layer of the int8 one, each of which reads the codes of the float model's values.
/// One run shows what each layer does by itself.
///
/// @param graph with the int8 model's inputs; its outputs are what the other components name
/// @param reals by the int8 model's activation: the float model's values
/// @param own their codes
/// @param made the codes that the int8 layer makes; absent where no codes are made
record IsolatedLayers(Graph graph, Map<String, String> reals, Map<String, String> own, Map<String, String> made) {
    /// @param same the reference's tensor for each activation of the candidate that has one of the same shape
    static IsolatedLayers of(Graph reference, QuantizedModel candidate, Map<String, String> same) {
        Graph integer = candidate.integer();
        String prefix = prefix(integer);
        Map<String, String> inputs = new HashMap<>();
        for (int i = 0; i < reference.inputs().size(); i++) {
            String name = reference.inputs().get(i).name();
            boolean isSame = integer.inputs().stream().anyMatch(input -> input.name().equals(name));
            inputs.put(name, isSame ? name : integer.inputs().get(i).name());
        }
        Map<String, Tensor> constants = new LinkedHashMap<>(integer.constants());
        reference.constants().forEach((name, value) -> constants.put(prefix + name, value));
        List<Node> nodes = new ArrayList<>();
        reference.nodes().forEach(node -> nodes.add(new Node(node.name(), node.op(),
                renamed(node.inputs(), inputs, prefix), renamed(node.outputs(), inputs, prefix))));

        Map<String, String> reals = new LinkedHashMap<>();
        Map<String, String> own = new LinkedHashMap<>();
        Map<String, String> made = new LinkedHashMap<>();
        Map<String, String> read = new HashMap<>();
        Set<String> names = integer.names();
        same.forEach((tensor, counterpart) -> {
            QParams params = candidate.quantization().parameters().get(tensor);
            String codes = IntegerLowering.codes(tensor);
            String name = prefix + "codes/" + tensor;
            reals.put(tensor, inputs.getOrDefault(counterpart, prefix + counterpart));
            own.put(tensor, name);
            read.put(codes, name);
            if (names.contains(codes)) {
                made.put(tensor, codes);
            }
            constants.put(name + "/s", params.scale());
            constants.put(name + "/z", params.zeroPoint());
            nodes.add(Node.of(name, new Quantize(params.codes(), params.axis().orElse(0), 0), reals.get(tensor),
                    name + "/s", name + "/z"));
        });
        integer.nodes().forEach(node -> nodes.add(
                node.withInputs(node.inputs().stream().map(input -> read.getOrDefault(input, input)).toList())));
        Set<String> shown = new LinkedHashSet<>(reals.values());
        integer.inputs().stream().map(Input::name).forEach(shown::remove);
        shown.addAll(own.values());
        shown.addAll(made.values());
        Graph both =
                new Graph(integer.inputs(), constants, nodes, shown.isEmpty() ? integer.outputs() : List.copyOf(shown));
        return new IsolatedLayers(both.pruned(), reals, own, made);
    }

    private static List<String> renamed(List<String> names, Map<String, String> inputs, String prefix) {
        return names.stream().map(name -> name.isEmpty() ? name : inputs.getOrDefault(name, prefix + name)).toList();
    }

    /// One that no tensor's name begins with.
    private static String prefix(Graph integer) {
        StringBuilder prefix = new StringBuilder("float/");
        while (integer.names().stream().anyMatch(name -> name.startsWith(prefix.toString()))) {
            prefix.append('/');
        }
        return prefix.toString();
    }
}
