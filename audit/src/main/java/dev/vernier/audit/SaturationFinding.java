package dev.vernier.audit;

import dev.vernier.audit.error.Saturation;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.graph.op.SaturatingSums.Count;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Verdict;
import dev.vernier.tensor.Counted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether a model needs reduce_range on x86 CPUs without VNNI, and what that costs.
final class SaturationFinding {
    private static final FindingId ID = FindingId.ACCUMULATOR_SATURATION;
    private static final String REMEDY =
            "run it where there is VNNI, or quantize for such CPUs with --qconfig portable or --reduce-range";

    private static final String ELSEWHERE = "--emulate-saturation shows what it changes there";

    private SaturationFinding() {}

    /// Proven where ONNX Runtime saturates on this CPU and loses by it; else what was counted, and replayed where that was
    /// asked for. A suspicion only where that was, or where saturation changes a class on this CPU.
    ///
    /// @param climb with the rungs of [Stage#ofSaturation] where they were asked for
    static Finding of(Saturation saturation, Climb climb) {
        return ProvenSaturation.of(climb).filter(proven -> proven.isFault(saturation.total().changed() > 0))
                .map(proven -> new Finding(ID, Finding.Severity.ERROR, Optional.empty(), proven.text(saturation),
                        proven.evidence(saturation), Optional.of(proven.counterfactual()),
                        Optional.of(proven.remedy())).withNumbers(numbers(saturation))
                        .withCounterfactual(proven.numbers()))
                .orElseGet(() -> counted(saturation, climb.ladder()));
    }

    private static Finding counted(Saturation saturation, Ladder ladder) {
        int possible = saturation.possible().size();
        Count total = saturation.total();
        List<Verdict> replays = replays(ladder);
        boolean isSeen = total.changed() > 0;
        boolean matters = isSeen && (!replays.isEmpty() || isChangedHere(ladder));
        Optional<Verdict> replayed = replays.stream().filter(SaturationFinding::isWorse).findFirst()
                .or(() -> replays.stream().findFirst());
        String text;
        if (possible == 0) {
            text = "no sum can saturate on CPUs without VNNI: reduce_range is not needed there";
        } else if (total.changed() == 0) {
            text = "on CPUs without VNNI " + possible + " of " + layers(saturation)
                    + " could saturate, but on " + samples(saturation)
                    + " it changed no output: as it is, the model seems safe there";
        } else if (!matters) {
            text = String.format(Locale.ROOT, "elsewhere, on CPUs without VNNI, %d of %s would saturate",
                    saturating(saturation), layers(saturation));
        } else {
            text = String.format(Locale.ROOT, "on CPUs without VNNI %d of %s saturate%s: %s",
                    saturating(saturation), layers(saturation), worst(saturation),
                    replayed.map(SaturationFinding::need).orElse("reduce_range may be needed there"));
        }
        boolean isLoss = replayed.filter(SaturationFinding::isWorse).isPresent();
        return new Finding(ID,
                isLoss ? Finding.Severity.ERROR : matters ? Finding.Severity.WARNING : Finding.Severity.INFO,
                Optional.empty(), text, evidence(saturation), counterfactual(replays, ladder),
                !isSeen ? Optional.empty() : Optional.of(matters ? REMEDY : ELSEWHERE))
                .withNumbers(numbers(saturation));
    }

    /// Whether ONNX Runtime on this CPU predicts other classes without 16-bit sums.
    private static boolean isChangedHere(Ladder ladder) {
        return ladder.predictions(Ladder.ONNX_RUNTIME)
                .flatMap(asItComes -> ladder.predictions(Ladder.ONNX_RUNTIME_EXACT)
                        .map(exact -> Paired.of(asItComes, exact)))
                .filter(paired -> paired.agreeing() < paired.n()).isPresent();
    }

    private static String need(Verdict replayed) {
        return switch (replayed.outcome()) {
            case WORSE -> "reduce_range is needed there";
            case NO_EVIDENCE -> "there is no evidence that reduce_range is needed there";
            case IDENTICAL, EQUIVALENT, BETTER -> "reduce_range is not needed there";
        };
    }

    private static Numbers numbers(Saturation saturation) {
        Count total = saturation.total();
        return Numbers.of("layers_that_could_saturate", saturation.possible().size())
                .and("layers", saturation.layers().size()).and("saturating_pairs", total.saturating())
                .and("pairs", total.pairs()).and("changed_outputs", total.changed()).and("outputs", total.outputs())
                .and("samples", saturation.samples());
    }

    private static String evidence(Saturation saturation) {
        Count total = saturation.total();
        return String.format(Locale.ROOT, "layers that could saturate = %d of %d, saturating pairs = %,d of %,d, "
                + "changed outputs = %,d of %,d, n = %s", saturation.possible().size(), saturation.layers().size(),
                total.saturating(), total.pairs(), total.changed(), total.outputs(), saturation.samples());
    }

    private static String worst(Saturation saturation) {
        return saturation.layers().stream().filter(layer -> layer.count().changed() > 0)
                .max(Comparator.comparingDouble(SaturationFinding::percentChanged))
                .map(layer -> String.format(Locale.ROOT, ", which changes up to %s %% of a layer's outputs ('%s')",
                        twoDigits(percentChanged(layer)), layer.name()))
                .orElse("");
    }

    private static double percentChanged(Saturation.Layer layer) {
        return 100.0 * layer.count().changed() / layer.count().outputs();
    }

    private static long saturating(Saturation saturation) {
        return saturation.layers().stream().filter(layer -> layer.count().saturating() > 0).count();
    }

    private static String samples(Saturation saturation) {
        return new Counted(saturation.samples(), "sample").toString();
    }

    private static Counted layers(Saturation saturation) {
        return new Counted(saturation.layers().size(), "layer");
    }

    /// What saturation does, and what avoiding it costs, both against the exact sums.
    private static Optional<String> counterfactual(List<Verdict> replays, Ladder ladder) {
        List<String> measured = new ArrayList<>();
        replays.forEach(verdict -> measured.add(verdict.text()));
        verdict("reduce_range", Ladder.REDUCED_RANGE, ladder).map(Verdict::text).ifPresent(measured::add);
        return measured.isEmpty() ? Optional.empty()
                : Optional.of("against exact sums: " + String.join("; ", measured));
    }

    /// What each of the kernels would make of the model, as far as that was replayed.
    private static List<Verdict> replays(Ladder ladder) {
        return Stream.of(
                verdict("ONNX Runtime without VNNI", Ladder.SATURATED_ONNXRUNTIME, ladder),
                verdict("oneDNN without VNNI", Ladder.SATURATED, ladder)).flatMap(Optional::stream).toList();
    }

    private static boolean isWorse(Verdict verdict) {
        return verdict.outcome() == Verdict.Outcome.WORSE;
    }

    private static Optional<Verdict> verdict(String subject, String rung, Ladder ladder) {
        return ladder.predictions(Ladder.DEPLOYED)
                .flatMap(exact -> ladder.predictions(rung).map(other -> Paired.of(exact, other)))
                .map(paired -> Verdict.of(subject, paired));
    }

    private static String twoDigits(double value) {
        int decimals = Math.clamp((long) Math.ceil(1 - Math.log10(value)), 0, 6);
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
