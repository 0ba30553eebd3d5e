package dev.vernier.audit;

import dev.vernier.audit.error.EngineFault;
import dev.vernier.audit.experiment.FileWitness;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.LadderStep;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Before anybody is blamed, a few samples of the rungs concerned run on the reference engine: where it disagrees with the
/// engine of the audit, that is what is wrong. Costs nothing where nobody is blamed.
record SelfCheck(Equipment equipment) {
    private static final int SAMPLES = 8;

    /// What the reference interpreter does in about a second.
    private static final long MULTIPLY_ADDS = 1_000_000_000;

    /// What rests on integer kernels and other runtimes alone.
    private static final Set<FindingId> OF_THE_INTEGER_RUNG =
            Set.of(FindingId.ACCUMULATOR_SATURATION, FindingId.EXPORT_MISMATCH, FindingId.BATCH_DEPENDENT);

    /// What rests on two runs of the same engine's integer rung, or of another runtime against it.
    private static final Set<FindingId> OF_THE_EXPORT = Set.of(FindingId.EXPORT_MISMATCH, FindingId.ROUNDING_CONTRACT);

    /// What does not rest on the integer rung.
    private static final Set<FindingId> OF_THE_FLOAT_RUNG =
            Set.of(FindingId.PREPROCESSING_MISMATCH, FindingId.LABEL_MAPPING);

    /// What does not rest on the engine.
    private static final Set<FindingId> OF_OTHERS = Set.of(FindingId.BATCH_DEPENDENT, FindingId.DIFFERENT_SAMPLES,
            FindingId.DIFFERENT_ORDER);

    /// The audit as it is, or with the fault of the engine in the place of what was blamed on others.
    ///
    /// @param graphs what the engine ran, by rung; the first that differs is named
    Audit of(Audit audit, Map<String, Supplier<Graph>> graphs, Listener listener) {
        if (!blames(audit)) {
            return audit;
        }
        return graphs.keySet().stream()
                .filter(rung -> rung.equals(Ladder.DEPLOYED) || restsOnFloat(audit))
                .filter(rung -> audit.climb().ladder().predictions(rung).isPresent())
                .flatMap(rung -> fault(rung, graphs.get(rung).get(), audit, listener).stream()).findFirst()
                .map(fault -> audit.withFindings(without(fault, audit.candidate().findings()))).orElse(audit);
    }

    /// The rungs of a quantized model that findings rest on, the one first that most do.
    static Map<String, Supplier<Graph>> rungs(Model reference, QuantizedModel model) {
        Map<String, Supplier<Graph>> rungs = new LinkedHashMap<>();
        rungs.put(Ladder.DEPLOYED, model::integer);
        rungs.put(RungId.SIMULATED.toString(), model::simulated);
        rungs.put(Ladder.REFERENCE, reference::graph);
        return rungs;
    }

    private static boolean blames(Audit audit) {
        Ladder ladder = audit.climb().ladder();
        return audit.findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR
                || finding.id() == FindingId.EXPORT_MISMATCH)
                || List.of(Ladder.DEPLOYED, witness(ladder)).stream()
                        .anyMatch(rung -> ladder.step(rung).filter(LadderStep::isSignificant).isPresent());
    }

    private static boolean restsOnFloat(Audit audit) {
        return audit.findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR
                && !OF_THE_INTEGER_RUNG.contains(finding.id()))
                || audit.climb().ladder().step(Ladder.DEPLOYED).filter(LadderStep::isSignificant).isPresent();
    }

    private static String witness(Ladder ladder) {
        return FileWitness.of(ladder).map(FileWitness::rung).orElse(Ladder.ONNX_RUNTIME);
    }

    private Optional<EngineFault> fault(String rung, Graph graph, Audit audit, Listener listener) {
        Loader loader = audit.samples().evaluation();
        int affordable = Math.clamp(MULTIPLY_ADDS / Math.max(MultiplyAdds.of(graph), 1), 1, SAMPLES);
        List<Integer> samples = suspects(rung, audit.climb().ladder(), affordable, loader.dataset().size());
        return listener.during("check " + rung, samples.size(), progress -> {
            Optional<EngineFault> fault =
                    EngineFault.of(rung, equipment.engine(), graph, loader, samples, equipment.crew().threads());
            progress.at(samples.size(), samples.size());
            return fault;
        });
    }

    /// Samples of which the rung and one beside it predict another class, then the first ones.
    private static List<Integer> suspects(String rung, Ladder ladder, int count, int all) {
        Set<Integer> suspects = new LinkedHashSet<>();
        Predictions own = ladder.predictions(rung).orElseThrow();
        if (rung.equals(Ladder.DEPLOYED)) {
            for (String other : List.of(witness(ladder), RungId.SIMULATED.toString(), Ladder.REFERENCE)) {
                ladder.predictions(other).ifPresent(beside -> IntStream.range(0, own.n())
                        .filter(sample -> own.prediction(sample) != beside.prediction(sample)).limit(count)
                        .forEach(suspects::add));
            }
        }
        IntStream.range(0, Math.min(count, all)).forEach(suspects::add);
        return suspects.stream().limit(count).toList();
    }

    private static List<Finding> without(EngineFault fault, List<Finding> blame) {
        boolean isFloat = fault.rung().equals(Ladder.REFERENCE);
        List<Finding> findings = new ArrayList<>(List.of(fault.finding()));
        for (Finding finding : blame) {
            boolean stands = OF_OTHERS.contains(finding.id()) || !isFloat && OF_THE_FLOAT_RUNG.contains(finding.id());
            if (stands) {
                findings.add(finding);
            } else if (!OF_THE_EXPORT.contains(finding.id())) {
                findings.add(finding.doubted(DOUBT));
            }
        }
        return findings;
    }

    /// Why nothing is proven that rests on a faulty engine.
    static final String DOUBT = "not proven: the engine that ran it disagrees with the reference";
}
