package dev.vernier.audit.cause;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Identity;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Activations that are quantized twice in a row with different parameters, and weights that were on a coarser grid before
/// they came to the one they have. What was on a finer grid before cannot be told from what was float.
final class DoubleQuantized implements Cause {
    @Override
    public List<Suspicion> examine(Subject subject) {
        List<Suspicion> found = new ArrayList<>();
        activations(subject).ifPresent(found::add);
        weights(subject).ifPresent(found::add);
        return found;
    }

    private static Optional<Suspicion> activations(Subject subject) {
        Quantization quantization = subject.candidate().quantization();
        List<String> tensors = new ArrayList<>();
        Map<String, QParams> once = new LinkedHashMap<>();
        for (Node node : subject.candidate().graph().nodes()) {
            Optional<QParams> first = quantization.find(node.input(0));
            Optional<QParams> second = quantization.find(node.output());
            if (node.op() instanceof Identity && first.isPresent() && second.isPresent() && !first.equals(second)) {
                tensors.add(node.output());
                QParams wider = span(first.get()) > span(second.get()) ? first.get() : second.get();
                QParams right = subject.seen(node.input(0)).map(range -> Edits.covering(range, wider)).orElse(wider);
                once.put(node.input(0), right);
                once.put(node.output(), right);
            }
        }
        return tensors.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspicion(FindingId.DOUBLE_QUANTIZED, tensors,
                        (tensors.size() == 1 ? "an activation is" : tensors.size() + " activations are")
                                + " quantized twice in a row, with different parameters",
                        evidence(tensors.getFirst(), subject), numbers(tensors.getFirst(), subject), true,
                        Optional.of(faulty -> Edits.withActivations(faulty, once)), "quantize the float model, once"));
    }

    private static Numbers numbers(String tensor, Subject subject) {
        Quantization quantization = subject.candidate().quantization();
        String before = subject.candidate().graph().producers().get(tensor).input(0);
        return Numbers.of("first_scale", quantization.parameters().get(before).scale().floatAt(0))
                .and("second_scale", quantization.parameters().get(tensor).scale().floatAt(0));
    }

    private static String evidence(String tensor, Subject subject) {
        Quantization quantization = subject.candidate().quantization();
        String before = subject.candidate().graph().producers().get(tensor).input(0);
        return String.format(Locale.ROOT, "'%s': scale = %.4g, then %.4g", tensor,
                quantization.parameters().get(before).scale().floatAt(0),
                quantization.parameters().get(tensor).scale().floatAt(0));
    }

    private static double span(QParams params) {
        return (params.codes().max() - params.codes().min()) * (double) params.scale().floatAt(0);
    }

    private static Optional<Suspicion> weights(Subject subject) {
        List<String> tensors = new ArrayList<>();
        double coarsest = 0;
        Repair repair = faulty -> faulty;
        for (WeightPair pair : WeightPair.of(subject)) {
            double grid = CoarseGrid.of(pair);
            if (grid > 0) {
                tensors.add(pair.name());
                coarsest = Math.max(coarsest, grid);
                repair = repair.and(Edits.ofWeight(pair));
            }
        }
        return tensors.isEmpty()
                ? Optional.empty()
                : Optional.of(new Suspicion(FindingId.DOUBLE_QUANTIZED, tensors,
                        (tensors.size() == 1 ? "a weight was" : tensors.size() + " weights were")
                                + " on a coarser grid before it came to the one of its scale",
                        String.format(Locale.ROOT, "regular gaps between codes, up to %.1f codes wide", coarsest),
                        Numbers.of("widest_gap_in_codes", coarsest), true,
                        Optional.of(repair), "quantize the float model, once"));
    }
}
