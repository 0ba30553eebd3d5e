package dev.vernier.run;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Inputs;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The reference interpreter: runs every graph, node after node, by the operators' own
/// [dev.vernier.graph.op.Op#evaluate]. It is the definition that other engines are tested against.
public final class ReferenceEngine implements Engine {
    private final Evaluator evaluator;

    public ReferenceEngine() {
        this((node, inputs) -> node.op().evaluate(inputs));
    }

    ReferenceEngine(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// What gives a node's outputs.
    @FunctionalInterface
    interface Evaluator {
        /// @throws IllegalArgumentException where the inputs do not fit the node's operator
        List<Tensor> evaluate(Node node, Inputs<Tensor> inputs);
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Session open(Graph graph, SessionOptions options) {
        MicroBatches batches = MicroBatches.of(graph, options);
        return new Interpreter(graph, evaluator, batches, lastUses(graph, batches.outputs()));
    }

    /// The tensors that nothing reads after each node.
    private static List<Set<String>> lastUses(Graph graph, Set<String> kept) {
        Set<String> used = new HashSet<>(kept);
        List<Set<String>> lastUses = new ArrayList<>();
        for (Node node : graph.nodes().reversed()) {
            Set<String> dying = new HashSet<>(node.outputs());
            dying.addAll(node.inputs());
            dying.removeAll(used);
            used.addAll(dying);
            lastUses.add(dying);
        }
        return lastUses.reversed();
    }

    private record Interpreter(Graph graph, Evaluator evaluator, MicroBatches batches, List<Set<String>> lastUses)
            implements
                Session {
        @Override
        public Map<String, Tensor> run(Map<String, Tensor> inputs) {
            return batches.run(inputs, this::runMicroBatch);
        }

        @Override
        public void watch(Map<String, Tensor> inputs, Watcher watcher) {
            batches.show(inputs, run(inputs), watcher);
        }

        @Override
        public Binding bind(int samples, Map<String, MemorySegment> inputs, Map<String, MemorySegment> outputs) {
            return batches.bind(samples, inputs, outputs, this::run);
        }

        /// It holds nothing that a run changes.
        @Override
        public Session sibling() {
            return this;
        }

        private Map<String, Tensor> runMicroBatch(Map<String, Tensor> inputs) {
            Map<String, Tensor> tensors = new HashMap<>(graph.constants());
            tensors.putAll(inputs);
            for (int i = 0; i < graph.nodes().size(); i++) {
                Node node = graph.nodes().get(i);
                List<Tensor> made = evaluate(node, tensors);
                for (int j = 0; j < node.outputs().size(); j++) {
                    tensors.put(node.outputs().get(j), made.get(j));
                }
                tensors.keySet().removeAll(lastUses.get(i));
            }
            Map<String, Tensor> results = new LinkedHashMap<>();
            batches.outputs().forEach(name -> results.put(name, tensors.get(name)));
            return results;
        }

        private List<Tensor> evaluate(Node node, Map<String, Tensor> tensors) {
            List<Tensor> inputs = new ArrayList<>();
            node.inputs().forEach(name -> inputs.add(tensors.get(name)));
            try {
                return evaluator.evaluate(node, Inputs.of(inputs));
            } catch (IllegalArgumentException unfit) {
                throw new IllegalArgumentException(
                        "node '" + node.label() + "': " + node.op().word() + ": " + unfit.getMessage(), unfit);
            }
        }

        @Override
        public void close() {
            // holds nothing but heap memory
        }
    }
}
