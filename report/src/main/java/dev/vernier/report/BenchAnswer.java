package dev.vernier.report;

import dev.vernier.model.Version;
import dev.vernier.onednn.OneDnnLibrary;
import dev.vernier.speed.Agreement;
import dev.vernier.speed.Benchmark;
import dev.vernier.speed.Benchmarking;
import dev.vernier.speed.Profile;
import dev.vernier.tensor.Shape;
import dev.vernier.timing.Timing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `bench` answers as JSON. Without a peer all that is about one is null.
///
/// @param inputShape of the input that preprocessing is for
/// @param inputShapes of all inputs, that one first
/// @param medianMs milliseconds of one run
/// @param runs how many alternating rounds were timed
/// @param limitMs of the bare primitives of all layers; null where oneDNN does not run here
/// @param againstFused whether the peer runs every convolution on codes; null where there is none
/// @param againstFloatConvolutions those that it does not
/// @param ratio above 1 where Vernier is faster, with the ends of its 95 % interval
/// @param sideBySide null unless several sessions were asked for
/// @param profile the slowest step first; null unless it was asked for
public record BenchAnswer(
        String version,
        String model,
        String engine,
        String mode,
        int batch,
        int threads,
        List<Integer> inputShape,
        Map<String, List<Integer>> inputShapes,
        double medianMs,
        double minMs,
        double imagesPerSecond,
        int runs,
        Double limitMs,
        Double limitMinMs,
        String against,
        String againstVersion,
        Double againstMedianMs,
        Double againstMinMs,
        Boolean againstFused,
        List<String> againstFloatConvolutions,
        Double ratio,
        Double ratioLow,
        Double ratioHigh,
        AgreementAnswer agreement,
        SideBySideAnswer sideBySide,
        List<StepAnswer> profile,
        MachineAnswer machine) {

    /// @param sameTop1 how many of the samples have the same best class
    /// @param range of the scores
    public record AgreementAnswer(int samples, int sameTop1, double largestDifference, double range) {
        static AgreementAnswer of(Agreement agreement) {
            return new AgreementAnswer(agreement.samples(), agreement.sameTop1(), agreement.largestDifference(),
                    agreement.range());
        }
    }

    /// @param ratio of the throughput to that of one session
    public record SideBySideAnswer(int sessions, double imagesPerSecond, double ratio, double ratioLow,
            double ratioHigh) {
        static SideBySideAnswer of(Benchmark benchmark, Benchmark.SideBySide all) {
            return new SideBySideAnswer(all.sessions(), benchmark.imagesPerSecondSideBySide().orElseThrow(),
                    all.ratio().ratio(), all.ratio().low(), all.ratio().high());
        }
    }

    /// @param nodes what the step computes; several where they are fused
    /// @param share of all steps, in percent
    /// @param limitMs of the bare primitive of its convolution or matrix product; null for any other step
    public record StepAnswer(List<String> nodes, List<String> operators, String implementation, double medianMs,
            double share, Double limitMs) {
        static List<StepAnswer> of(Profile profile) {
            double all = profile.milliseconds();
            return profile.entries().stream().map(entry -> new StepAnswer(entry.nodes(), entry.operators(),
                    entry.implementation(), entry.milliseconds(), 100 * entry.milliseconds() / all,
                    entry.limit().orElse(null))).toList();
        }
    }

    /// @param cores that the process may use
    /// @param instructionSet the largest that oneDNN uses; null where it does not run here
    public record MachineAnswer(String cpu, int cores, String instructionSet, String onednn, String java,
            List<String> flags) {
        static MachineAnswer of(Benchmark benchmark) {
            return new MachineAnswer(benchmark.machine().cpu(), benchmark.machine().cores(),
                    benchmark.library().map(OneDnnLibrary::instructionSet).orElse(null),
                    benchmark.library().map(OneDnnLibrary::version).orElse(null), benchmark.machine().java(),
                    benchmark.machine().flags());
        }
    }

    private static Map<String, List<Integer>> shapes(Benchmarking asked) {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        asked.inputShapes().forEach((name, shape) -> shapes.put(name, sizes(shape)));
        return shapes;
    }

    private static List<Integer> sizes(Shape shape) {
        return Arrays.stream(shape.sizes()).boxed().toList();
    }

    public static BenchAnswer of(Benchmark benchmark) {
        Benchmarking asked = benchmark.asked();
        Benchmark.Against peer = benchmark.against().orElse(null);
        return new BenchAnswer(
                Version.text(),
                asked.source().file().toString(),
                asked.engine().toString(),
                asked.mode().toString(),
                asked.load().batch(),
                asked.load().threads(),
                sizes(asked.inputShapes().values().iterator().next()),
                shapes(asked),
                benchmark.time().median(),
                benchmark.time().fastest(),
                benchmark.imagesPerSecond(),
                benchmark.time().rounds().size(),
                benchmark.limit().map(Timing::median).orElse(null),
                benchmark.limit().map(Timing::fastest).orElse(null),
                peer == null ? null : peer.name().toString(),
                peer == null ? null : peer.version(),
                peer == null ? null : peer.time().median(),
                peer == null ? null : peer.time().fastest(),
                peer == null ? null : peer.isFused().orElse(null),
                peer == null ? null : peer.floatConvolutions().orElse(List.of()),
                peer == null ? null : peer.ratio().ratio(),
                peer == null ? null : peer.ratio().low(),
                peer == null ? null : peer.ratio().high(),
                peer == null ? null : AgreementAnswer.of(peer.agreement()),
                benchmark.sideBySide().map(all -> SideBySideAnswer.of(benchmark, all)).orElse(null),
                benchmark.profile().map(StepAnswer::of).orElse(null),
                MachineAnswer.of(benchmark));
    }
}
