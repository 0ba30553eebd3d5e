package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Gelu;
import dev.vernier.graph.op.HardSigmoid;
import dev.vernier.graph.op.HardSwish;
import dev.vernier.graph.op.Identity;
import dev.vernier.graph.op.LeakyRelu;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Sigmoid;
import dev.vernier.graph.op.Tanh;
import dev.vernier.quant.Clamp;
import dev.vernier.quant.Layer;
import dev.vernier.quant.QParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Activation functions of the float model that are absent in the candidate, or have become others. A ReLU or Clip that the
/// range of the codes does is there.
final class MissingActivation implements Cause {
    @Override
    public List<Suspicion> examine(Subject subject) {
        List<String> tensors = new ArrayList<>();
        List<String> evidence = new ArrayList<>();
        Repair repair = faulty -> faulty;
        Graph candidate = subject.candidate().graph();
        Map<String, Node> producers = candidate.producers();
        Map<String, List<Node>> consumers = candidate.consumers();
        for (Node node : subject.reference().nodes()) {
            Optional<String> place = isActivation(node, subject.reference())
                    ? place(node, subject, consumers).filter(producers::containsKey)
                    : Optional.empty();
            if (place.isPresent() && !isThere(node, maker(place.get(), producers), place.get(), subject)) {
                String tensor = place.get();
                tensors.add(tensor);
                evidence.add("'" + tensor + "' is what " + maker(tensor, producers).op().word() + " makes, needed "
                        + node.op().word());
                boolean replaces = isActivation(producers.get(tensor), candidate);
                repair = repair
                        .and(faulty -> Edits.withActivation(faulty, tensor, node, subject.reference(), replaces));
            }
        }
        if (tensors.isEmpty()) {
            return List.of();
        }
        return List.of(new Suspicion(FindingId.MISSING_ACTIVATION, tensors,
                (tensors.size() == 1 ? "an activation function" : tensors.size() + " activation functions")
                        + " of the float model " + (tensors.size() == 1 ? "is" : "are")
                        + " missing, or others stand there",
                evidence.getFirst(), Numbers.of("functions", tensors.size()), subject.referenceQuantization().isEmpty(),
                Optional.of(repair),
                "leave an activation function out only where the range of the codes does the same"));
    }

    private static boolean isActivation(Node node, Graph graph) {
        return Clamp.of(node, graph).isPresent() || isOther(node.op());
    }

    private static boolean isOther(Op op) {
        return op instanceof LeakyRelu || op instanceof HardSwish || op instanceof HardSigmoid || op instanceof Sigmoid
                || op instanceof Tanh || op instanceof Gelu;
    }

    /// The candidate's tensor that stands for what an activation function of the reference makes: the one of the same name
    /// or place, or what becomes of the one before it, which nothing else may read in the reference.
    private static Optional<String> place(Node node, Subject subject, Map<String, List<Node>> consumers) {
        Optional<String> same = counterpart(node.output(), subject);
        if (same.isPresent()) {
            return same;
        }
        boolean isAlone = subject.reference().consumers().get(node.input(0)).size() == 1;
        return counterpart(node.input(0), subject).filter(before -> isAlone).map(before -> {
            List<Node> readers = consumers.getOrDefault(before, List.of());
            return readers.size() == 1 && isActivation(readers.getFirst(), subject.candidate().graph())
                    ? readers.getFirst().output()
                    : before;
        });
    }

    private static Optional<String> counterpart(String tensor, Subject subject) {
        return subject.same().tensors().containsKey(tensor)
                ? Optional.of(tensor)
                : subject.same().tensors().entrySet().stream().filter(entry -> entry.getValue().equals(tensor))
                        .map(Map.Entry::getKey).findFirst();
    }

    /// The node that makes a tensor, or the one that it is handed on from.
    private static Node maker(String tensor, Map<String, Node> producers) {
        Node producer = producers.get(tensor);
        return producer.op() instanceof Identity && producers.containsKey(producer.input(0))
                ? maker(producer.input(0), producers)
                : producer;
    }

    /// Whether a tensor of the candidate is what an activation function of the reference makes, as far as can be told:
    /// where neither a layer or a sum nor another activation function makes it, it may be.
    private static boolean isThere(Node wanted, Node producer, String tensor, Subject subject) {
        Graph candidate = subject.candidate().graph();
        boolean isBare = Layer.of(producer, candidate).isPresent() || producer.op() instanceof Add;
        Optional<Clamp> does = Clamp.of(producer, candidate);
        Optional<Clamp> clamp = Clamp.of(wanted, subject.reference());
        if (!isBare && does.isEmpty() && !isOther(producer.op())) {
            return true;
        }
        if (clamp.isEmpty()) {
            return wanted.op().equals(producer.op());
        }
        Optional<QParams> params = subject.candidate().quantization().find(tensor).filter(of -> of.axis().isEmpty());
        return isWithin(does, params, clamp.get()) && (does.isEmpty() || isNoNarrower(does.get(), params, clamp.get()));
    }

    /// Whether values cannot leave a range by more than one step.
    private static boolean isWithin(Optional<Clamp> does, Optional<QParams> params, Clamp wanted) {
        double step = step(params);
        double low = does.map(Clamp::low).orElse(Float.NEGATIVE_INFINITY);
        double high = does.map(Clamp::high).orElse(Float.POSITIVE_INFINITY);
        if (params.isPresent()) {
            low = Math.max(low, end(params.get(), params.get().codes().min()));
            high = Math.min(high, end(params.get(), params.get().codes().max()));
        }
        return low >= wanted.low() - step && high <= wanted.high() + step;
    }

    /// Whether what the candidate clamps away is clamped away in the reference, too, or by the codes anyway.
    private static boolean isNoNarrower(Clamp does, Optional<QParams> params, Clamp wanted) {
        double step = step(params);
        double low = params.map(of -> end(of, of.codes().min())).orElse(Double.NEGATIVE_INFINITY);
        double high = params.map(of -> end(of, of.codes().max())).orElse(Double.POSITIVE_INFINITY);
        return does.low() <= Math.max(wanted.low(), low) + step && does.high() >= Math.min(wanted.high(), high) - step;
    }

    private static double step(Optional<QParams> params) {
        return params.map(of -> (double) of.scale().floatAt(0)).orElse(1e-6);
    }

    private static double end(QParams params, long code) {
        return (code - params.zeroPoint().longAt(0)) * (double) params.scale().floatAt(0);
    }
}
