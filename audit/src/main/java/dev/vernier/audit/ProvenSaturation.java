package dev.vernier.audit;

import dev.vernier.audit.error.Saturation;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.graph.op.SaturatingSums.Count;
import dev.vernier.stats.McNemar;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.Counted;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The deployed file in ONNX Runtime on this very CPU, once as it comes and once without 16-bit sums: what its saturation
/// costs here, and what undoing that alone brings back.
///
/// @param loss the file as it comes against integer kernels
/// @param undone the file without 16-bit sums against the file as it comes
/// @param price how many times as long the exact rung took; empty where both were over too soon to tell
record ProvenSaturation(Paired loss, Paired undone, Optional<Double> price) {
    private static final int MOST = 5;
    /// How sure the numbers must be, and how much must come back, where no count of saturating sums speaks for it.
    private static final double LEVEL = 0.001;
    /// Seconds below which a rung's time says little.
    private static final double SOON = 0.5;

    /// Empty where a rung is missing, as that without 16-bit sums is on CPUs where it would not differ.
    static Optional<ProvenSaturation> of(Climb climb) {
        Ladder ladder = climb.ladder();
        Optional<Predictions> integer = ladder.predictions(Ladder.DEPLOYED);
        Optional<Predictions> runtime = ladder.predictions(Ladder.ONNX_RUNTIME);
        Optional<Predictions> exact = ladder.predictions(Ladder.ONNX_RUNTIME_EXACT);
        return integer.isEmpty() || runtime.isEmpty() || exact.isEmpty() ? Optional.empty()
                : Optional.of(new ProvenSaturation(Paired.of(integer.get(), runtime.get()),
                        Paired.of(runtime.get(), exact.get()), price(climb)));
    }

    private static Optional<Double> price(Climb climb) {
        double asItComes = climb.seconds().getOrDefault(Ladder.ONNX_RUNTIME, 0.0);
        double exact = climb.seconds().getOrDefault(Ladder.ONNX_RUNTIME_EXACT, 0.0);
        return asItComes < SOON || exact < SOON ? Optional.empty() : Optional.of(exact / asItComes);
    }

    /// Whether it is a proven fault: a loss that undoing it alone brings back.
    ///
    /// @param counted whether samples show sums that saturate, which is evidence of its own
    boolean isFault(boolean counted) {
        double level = counted ? McNemar.ALPHA : LEVEL;
        boolean isLoss = loss.change() < 0 && loss.p() < level;
        boolean isBack = undone.change() > 0 && undone.p() < level;
        return isLoss && isBack && (counted || undone.change() >= -loss.change() / 2);
    }

    String text(Saturation saturation) {
        long layers = saturation.layers().stream().filter(layer -> layer.count().saturating() > 0).count();
        return String.format(Locale.ROOT,
                "on this CPU ONNX Runtime's 16-bit sums saturate: the file loses %,d and gains %,d of "
                        + "%,d against integer kernels, a change of %+.2f points (p = %.2g)%s",
                loss.lost(), loss.gained(), loss.n(), loss.change(), loss.p(),
                layers == 0 ? ""
                        : "; " + layers + " of " + new Counted(saturation.layers().size(), "layer") + " saturate");
    }

    /// The rungs, and the layers that do most of it.
    String evidence(Saturation saturation) {
        String layers = saturation.layers().stream().filter(layer -> layer.count().changed() > 0)
                .sorted(Comparator.comparingDouble(ProvenSaturation::changed).reversed()).limit(MOST)
                .map(layer -> String.format(Locale.ROOT, "'%s' %.2g %%", layer.name(), 100 * changed(layer)))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "integer = %d, onnxruntime = %d, onnxruntime-exact = %d, n = %d%s",
                loss.referenceCorrect(), loss.candidateCorrect(), undone.candidateCorrect(), loss.n(),
                layers.isEmpty() ? "" : "; outputs changed of " + layers);
    }

    private static double changed(Saturation.Layer layer) {
        Count count = layer.count();
        return (double) count.changed() / count.outputs();
    }

    String counterfactual() {
        return String.format(Locale.ROOT,
                "the same file with ONNX Runtime's exact kernels: %,d of %,d are correct instead of %,d (lost = %d, "
                        + "gained = %d, p = %.2g); integer kernels: %,d",
                undone.candidateCorrect(), undone.n(), undone.referenceCorrect(), undone.lost(), undone.gained(),
                undone.p(), loss.referenceCorrect());
    }

    Numbers numbers() {
        Numbers pair = Numbers.of(undone);
        return price.map(times -> pair.and("times_the_time", times)).orElse(pair);
    }

    /// What can be done, with what it costs here.
    String remedy() {
        return String.join("; or ", List.of(
                "quantize with --qconfig portable (weights within 7 bits: nothing saturates, at full speed)",
                "set ONNX Runtime's session option session.x64quantprecision = 1" + price
                        .map(times -> String.format(Locale.ROOT, " (%.1f times the time here)", times)).orElse(""),
                "run it on a CPU with VNNI"));
    }
}
