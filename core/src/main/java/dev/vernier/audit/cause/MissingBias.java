package dev.vernier.audit.cause;

import dev.vernier.audit.FindingId;
import dev.vernier.quant.Layer;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Layers whose bias is absent, or all zero, where the float model's is not.
final class MissingBias implements Cause {
    @Override
    public List<Suspicion> examine(Subject subject) {
        List<String> tensors = new ArrayList<>();
        double largest = 0;
        Repair repair = faulty -> faulty;
        for (LayerPair pair : subject.same().layers()) {
            Optional<Tensor> bias = subject.reference().constant(pair.reference().bias());
            double size = bias.map(MissingBias::largest).orElse(0.0);
            if (size > 0 && isAbsent(pair.candidate(), subject)) {
                Layer layer = pair.candidate();
                tensors.add(layer.hasBias() ? layer.bias() : pair.reference().bias());
                largest = Math.max(largest, size);
                repair = repair.and(faulty -> Edits.withBias(faulty, layer, bias.get()));
            }
        }
        if (tensors.isEmpty()) {
            return List.of();
        }
        return List.of(new Suspicion(FindingId.MISSING_BIAS, tensors,
                tensors.size() + " of " + subject.same().layers().size()
                        + " layers lack the bias that the float model has",
                String.format(Locale.ROOT, "largest bias that is missing = %.4g", largest), true,
                Optional.of(repair), "copy the biases too when weights are taken over"));
    }

    private static boolean isAbsent(Layer layer, Subject subject) {
        return subject.candidate().graph().constant(layer.bias()).map(MissingBias::largest).orElse(0.0) == 0;
    }

    private static double largest(Tensor bias) {
        double largest = 0;
        for (int i = 0; i < bias.size(); i++) {
            largest = Math.max(largest, Math.abs(bias.doubleAt(i)));
        }
        return largest;
    }
}
